import ArgumentParser
import AttachmentStore
import BlobModel
import CalendarStore
import FoundationEssentials
import SQLDatabase

/// `attache user remove`.
struct UserRemove: AsyncParsableCommand {
    /// What `attache user remove --help` says.
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Removes a user with the calendar home and everything in it.",
        discussion: """
            Calendars, events and attachments are gone at once and for good. With the operator's secret everything that \
            the home has at its node is purged too; without it the front releases the attachments one by one, and has to \
            run for that.
            """
    )

    /// Where the database is.
    @OptionGroup(title: "Database") var database: DatabaseOptions

    /// Who asks the node.
    @OptionGroup(title: "Nodes") var operators: OperatorOptions

    /// The name.
    @Argument(help: "The name of the user.")
    var name: UserArgument

    /// Whether it is meant.
    @Flag(name: .customLong("yes"), help: "Say that it is meant: there is no way back.")
    var isMeant = false

    /// Checks that it is meant.
    func validate() throws {
        guard isMeant else {
            throw ValidationError("Removing a user removes calendars and attachments for good; add --yes.")
        }
    }

    /// Removes the user.
    func run() async throws {
        let uid = name.uid
        let secret = try await operators.secret(config: database.config)
        try await database.withExistingDatabase { database in
            let domain = try await database.write { txn in try Self.remove(uid, now: Date(), in: txn) }
            print("removed \(uid), whose calendar home was \(domain.id)")
            guard let secret else {
                return print("without the operator's secret the front releases its attachments, one by one")
            }
            await Self.purge(DomainPurge(domain: domain, database: database, secret: secret))
        }
    }

    /// The user is gone whether the node answers or not.
    private static func purge(_ purge: DomainPurge) async {
        do {
            for line in PurgeText(try await purge.run(dryRun: false, now: Date())).lines { print(line) }
        } catch {
            print("The node was not reached; the front releases the attachments. \(error)")
            print("To purge it later: attache domain purge --domain \(purge.domain.id) --yes")
        }
    }

    /// Removes a user and gives up everything that the home holds, in one transaction.
    ///
    /// - Returns: The home's dedup domain, which is never used again.
    /// - Throws: `CalendarStoreError.principalNotFound`; `SQLError`.
    @discardableResult
    static func remove(_ uid: UserID, now: Date, in txn: any SQLTransaction) throws -> DedupDomain {
        let home = try CalendarStore().removeUser(uid, in: txn)
        let domain = try DedupDomain(validating: home.text)
        try AttachmentStore().removeAll(heldBy: domain, terms: RemovalTerms(now: now, grace: .zero), in: txn)
        return domain
    }
}
