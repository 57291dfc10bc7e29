import ArgumentParser
import ServiceSupport

/// The operator's tool.
@main
struct Attache: AsyncParsableCommand {
    /// What `attache --help` says.
    static let configuration = CommandConfiguration(
        commandName: "attache",
        abstract: "Looks after an Attaché deployment: calendars with files.",
        discussion: """
            Attaché is two services: attache-front speaks CalDAV, attache-blob keeps the bytes of attachments. This \
            tool prepares what they need and changes it while they run. "attache dev" runs everything in one process \
            for trying out.

            The commands on users, keys, nodes, domains and recounts work on the metadata database that the front uses. \
            They find it as the front does: --database-url, ATTACHE_DATABASE_URL, or database-url in the YAML file that \
            --config names; or metadata.sqlite in the directory that --data or ATTACHE_DATA names. Those on shards work \
            on the directory of a shard that no node has open, or give orders to a running node.
            """,
        version: ProgramVersion.line(of: "attache"),
        subcommands: [
            DevCommand.self, UserCommand.self, KeyCommand.self, NodeCommand.self, ShardCommand.self, DomainCommand.self,
            RecountCommand.self, ReferenceCommand.self, SecretCommand.self, BackupCommand.self, RestoreCommand.self,
            ExportCommand.self, ImportCommand.self, AttachmentCommand.self, DoctorCommand.self,
        ]
    )

    /// Runs the command that the command line names.
    ///
    /// What is wrong with the database ends every command in the same way.
    @concurrent
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            exit(withError: DatabaseExit.explaining(error))
        }
    }
}
