import ArgumentParser
import BlobAPI

/// `attache shard recount`.
struct ShardRecountCommand: AsyncParsableCommand {
    /// What `attache shard recount --help` says.
    static let configuration = CommandConfiguration(
        commandName: "recount",
        abstract: "Has a running node ask the front now which references of a shard exist.",
        discussion: """
            What was missed at two looks, the grace apart, is released; more than a hundredth of all references, and more \
            than ten, only with --approve: check first that the front has the right database. Nodes recount by themselves \
            once a day. The exit code is 1 when the recount waits for you.
            """
    )

    /// The node and the shard.
    @OptionGroup var node: NodePlaceOptions

    /// Whether to release what was held back.
    @Flag(name: .customLong("approve"), help: "Release what the last recount held back, if it is still missing.")
    var approves = false

    /// Checks that a node is named.
    func validate() throws {
        guard node.url != nil else { throw ValidationError("Name the running node by --node and --node-url.") }
    }

    /// Recounts, and prints what came of it.
    func run() async throws {
        try await ShardExit.explaining {
            let status = try await node.place().run(.recount, order: RecountOrder(approve: approves))
            try ShardJobOutcome(status).tell()
        }
    }
}
