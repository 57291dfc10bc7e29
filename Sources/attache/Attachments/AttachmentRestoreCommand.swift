import ArgumentParser
import AttachmentKeeping
import AttachmentStore
import CalendarStore
import FoundationEssentials
import SQLDatabase

/// `attache attachment restore`.
struct AttachmentRestoreCommand: AsyncParsableCommand {
    /// What `attache attachment restore --help` says.
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Brings an attachment back that was removed, as long as its grace is not over.",
        discussion: """
            The event that had it last gets it, on the instances that had it; or that of --into, which is of the same \
            user. Clients see it with their next synchronisation. The limits and quotas of the front's settings hold, as \
            if the user had done it. "attache attachment list --removed" tells what can be restored.
            """
    )

    /// Where the database is.
    @OptionGroup(title: "Database") var database: DatabaseOptions

    /// The URL of the front.
    @Option(name: .customLong("public-url"), help: "The URL at which clients reach the front, also in the YAML file.")
    var publicURL: String?

    /// The event.
    @Option(
        name: .customLong("into"),
        help: "The path of another event, such as /calendars/alice/calendar/meeting.ics."
    )
    var event: EventArgument?

    /// The attachment.
    @Argument(help: AttachmentArgument.grammar)
    var attachment: AttachmentArgument

    /// Whether programs read it.
    @Flag(name: .customLong("json"), help: "Write JSON.")
    var isJSON = false

    /// What is told.
    private struct Outcome: Encodable {
        let id: String
        let name: String
        let event: String
    }

    /// Returns the event of `--into`, if that is given.
    private func object(in database: any SQLDatabase) async throws -> ObjectID? {
        guard let event else { return nil }
        let object = try await database.read { txn in try event.find(in: txn) }
        guard let object else { throw AttachmentExit.nothing("There is no such event.") }
        return object
    }

    /// Restores the attachment.
    func run() async throws {
        try await AttachmentExit.explaining {
            let restoration = try await RestorationRules(config: database.config, publicURL: publicURL).restoration
            let id = attachment.id
            let restored = try await database.withExistingDatabase { database in
                let object = try await self.object(in: database)
                return try await database.write { txn in
                    try restoration.restore(id, into: object, now: Date(), in: txn)
                }
            }
            let name = restored.attachment.filename
            if isJSON { return try JSONText.print(Outcome(id: id.text, name: name, event: restored.place.path)) }
            print("restored \(PlainText(name)) in \(restored.place.path)")
        }
    }
}
