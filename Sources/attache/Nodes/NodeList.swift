import ArgumentParser
import SQLDatabase
import BlobModel
import DeploymentStore

/// `attache node list`.
struct NodeList: AsyncParsableCommand {
    /// What `attache node list --help` says.
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists the nodes with their shards and shares of the slots."
    )

    /// Where the database is.
    @OptionGroup(title: "Database") var database: DatabaseOptions

    /// Prints the nodes in the order of their IDs.
    func run() async throws {
        let (nodes, map) = try await database.withExistingDatabase { database in
            try await database.read { txn in
                let store = DeploymentStore()
                return (try store.nodes(in: txn), try store.shardMap(in: txn))
            }
        }
        TextTable(
            head: ["NODE", "INTERNAL URL", "PUBLIC URL", "SHARDS", "SLOTS", "SECRETS"],
            rows: nodes.map { node in
                let shards = map?.shards(of: node.id) ?? []
                let slots = map.map { map in map.slots.filter { map.shards[Int($0)].node == node.id }.count } ?? 0
                return [
                    "\(node.id)", node.entry.internalURL, node.entry.publicURL, "\(shards.count)",
                    "\(slots)", "\(node.secretDigests.count)",
                ]
            }
        ).print()
    }
}
