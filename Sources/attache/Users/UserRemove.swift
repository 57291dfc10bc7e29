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
            Calendars, events and attachments are gone at once and for good. The bytes of attachments are released by \
            the front, which has to run for that.
            """
    )

    /// Where the database is.
    @OptionGroup(title: "Database") var database: DatabaseOptions

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
        try await database.withDatabase { database in
            try await database.write { txn in try Self.remove(uid, now: Date(), in: txn) }
        }
        print("removed \(uid)")
    }

    /// Removes a user and gives up everything that the home holds, in one transaction.
    ///
    /// - Throws: `CalendarStoreError.principalNotFound`; `SQLError`.
    static func remove(_ uid: UserID, now: Date, in txn: any SQLTransaction) throws {
        let home = try CalendarStore().removeUser(uid, in: txn)
        let domain = try DedupDomain(validating: home.text)
        try AttachmentStore().removeAll(heldBy: domain, terms: RemovalTerms(now: now, grace: .zero), in: txn)
    }
}
