import ArgumentParser
import BlobModel
import ServiceSupport

/// A running node, and one of its shards, on the command line.
struct NodePlaceOptions: ParsableArguments {
    /// The node.
    @Option(
        name: .customLong("node-url"),
        help: "The URL of the internal listener of a running node, such as http://127.0.0.1:9081."
    )
    var url: String?

    /// The ID of the node.
    @Option(
        name: .customLong("node"),
        help: "The ID of that node, from which the secret that it is shown is derived."
    )
    var node: NodeArgument?

    /// Who asks.
    @OptionGroup var operators: OperatorOptions

    /// The shard at the node.
    @Option(name: .customLong("shard"), help: "The ID of the shard at the node; not needed when it has only one.")
    var shard: String?

    /// Checks the URL and the shard.
    func validate() throws {
        if let url, ServiceURL(parsing: url) == nil {
            throw ValidationError("--node-url is \"\(url)\", but it must be \(ServiceURL.grammar).")
        }
        if let shard, (try? ShardID(validating: shard)) == nil {
            throw ValidationError("--shard is \"\(shard)\", but it must be the ID of a shard.")
        }
        guard url != nil || (shard == nil && node == nil && operators.path == nil) else {
            throw ValidationError("--node, --operator-secret-file and --shard belong to --node-url.")
        }
        guard url == nil || node != nil else {
            throw ValidationError("Say by --node which node is at --node-url: it is shown a secret of its own.")
        }
    }

    /// Returns the node.
    ///
    /// - Throws: `SettingError`, and a usage error when no node or no operator's secret is named.
    func place() async throws -> NodePlace {
        guard let url, let node else { throw ValidationError("Name the running node by --node and --node-url.") }
        return NodePlace(
            node: node.id,
            url: url,
            secret: try await operators.requiredSecret(),
            shard: try shard.map { try ShardID(validating: $0) }
        )
    }
}
