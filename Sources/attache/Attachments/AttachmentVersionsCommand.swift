import ArgumentParser
import AttachmentKeeping
import SQLDatabase

/// `attache attachment versions`.
struct AttachmentVersionsCommand: AsyncParsableCommand {
    /// What `attache attachment versions --help` says.
    static let configuration = CommandConfiguration(
        commandName: "versions",
        abstract: "Lists the versions of a file that was updated, the newest first.",
        discussion: """
            An update puts an attachment of its own in the place of another. A former version can be restored until its \
            grace is over; it stands beside the newer one then.
            """
    )

    /// Where the database is.
    @OptionGroup(title: "Database") var database: DatabaseOptions

    /// The attachment.
    @Argument(help: "The managed ID of any of the versions, or its URI.")
    var attachment: AttachmentArgument

    /// Whether programs read it.
    @Flag(name: .customLong("json"), help: "Write JSON.")
    var isJSON = false

    /// Prints the list.
    func run() async throws {
        try await AttachmentExit.explaining {
            let id = attachment.id
            let versions = try await database.withExistingDatabase { database in
                try await database.read { txn in
                    try AttachmentVersions().versions(of: id, in: txn).map { try VersionFacts($0, in: txn) }
                }
            }
            guard !versions.isEmpty else { throw AttachmentExit.nothing("There is no attachment \(id).") }
            if isJSON { return try JSONText.print(versions) }
            TextTable(head: VersionFacts.head, rows: versions.map(\.cells)).print()
        }
    }
}
