import ArgumentParser
import FoundationEssentials
import SQLDatabase

/// `attache node add-shards`.
struct NodeAddShards: AsyncParsableCommand {
    /// What `attache node add-shards --help` says.
    static let configuration = CommandConfiguration(
        commandName: "add-shards",
        abstract: "Gives more shards to a node that is registered.",
        discussion: """
            The new shards take their share of the slots that hold no files; stored files stay where they are. Mount a \
            disk at shards/<shard> of the node's data directory before, if the shard is to have one of its own: a running \
            node opens the shard within 30 seconds. Try it with --dry-run first: a shard cannot be taken away again.
            """
    )

    /// Where the database is.
    @OptionGroup(title: "Database") var database: DatabaseOptions

    /// Whether to show only.
    @OptionGroup var rehearsal: RehearsalOptions

    /// The node's ID.
    @Argument(help: "The node's ID, as \"attache node list\" shows it.")
    var node: NodeArgument

    /// The number of shards.
    @Option(name: .customLong("count"), help: "How many shards to add.")
    var count: Int

    /// Checks the number.
    func validate() throws {
        guard (1..<NodeShards.maximum).contains(count) else {
            throw ValidationError("--count is \(count), but it must be 1 to \(NodeShards.maximum - 1).")
        }
    }

    /// Adds the shards.
    func run() async throws {
        let addition = ShardAddition(node: node.id, count: count)
        let change = try await database.withExistingDatabase { database in
            try await rehearsal.write(to: database) { txn in try addition.apply(now: Date(), in: txn) }
        }
        rehearsal.print(change)
    }
}
