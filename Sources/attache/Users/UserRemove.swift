import ArgumentParser
import BlobModel
import CalendarStore
import FoundationEssentials

/// `attache user remove`.
struct UserRemove: AsyncParsableCommand {
    /// What `attache user remove --help` says.
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Removes a user with the calendar home and everything in it.",
        discussion: """
            Calendars, events and attachments are gone at once and for good. What they took is cleared step by step, while \
            others work on; where that is broken off, a running front or the next removal clears the rest. With the \
            operator's secret everything that the home has at its node is purged too; without it the front releases the \
            attachments one by one, and has to run for that.
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
            let removal = UserRemoval(database)
            for home in try await removal.resume() {
                print("cleared the calendar home \(home.text) of an earlier removal")
            }
            let domain = try await removal.remove(uid)
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
}
