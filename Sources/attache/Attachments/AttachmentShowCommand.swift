import ArgumentParser
import SQLDatabase

/// `attache attachment show`.
struct AttachmentShowCommand: AsyncParsableCommand {
    /// What `attache attachment show --help` says.
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Tells everything that is known of an attachment.",
        discussion: """
            Who added it and when, which homes have it and in which events, from which events it was removed and until \
            when it can be restored, what it replaced, why it was withdrawn, and what a scanner found.
            """
    )

    /// Where the database is.
    @OptionGroup(title: "Database") var database: DatabaseOptions

    /// The attachment.
    @Argument(help: AttachmentArgument.grammar)
    var attachment: AttachmentArgument

    /// Whether programs read it.
    @Flag(name: .customLong("json"), help: "Write JSON.")
    var isJSON = false

    /// Prints the facts.
    func run() async throws {
        try await AttachmentExit.explaining {
            let id = attachment.id
            let details = try await database.withExistingDatabase { database in
                try await database.read { txn in try AttachmentDetails(id, in: txn) }
            }
            guard let details else { throw AttachmentExit.nothing("There is no attachment \(id).") }
            if isJSON { try JSONText.print(details) } else { details.list.print() }
        }
    }
}
