import ArgumentParser
import SQLDatabase
import BlobModel
import DeploymentStore
import FoundationEssentials

/// `attache key list`.
struct KeyList: AsyncParsableCommand {
    /// What `attache key list --help` says.
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists the keys and their states.")

    /// Where the database is.
    @OptionGroup(title: "Database") var database: DatabaseOptions

    /// Prints the keys in the order in which they were added.
    func run() async throws {
        let keys = try await database.withExistingDatabase { database in
            try await database.read { txn in try DeploymentStore().keyRecords(in: txn) }
        }
        TextTable(
            head: ["KEY", "STATE", "ADDED", "CHANGED"],
            rows: keys.map { key in
                ["\(key.id)", key.state.rawValue, key.created.formatted(.iso8601), key.changed.formatted(.iso8601)]
            }
        ).print()
    }
}
