import BlobAPI
import BlobClient
import BlobModel
import BlobStoreTesting
import Logging

/// Maps and clients for tests against a ``FakeNode``.
enum ClusterScene {
    /// A logger that logs nothing.
    static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// The secret by which nodes know the cluster.
    static let secret = PeerSecret.random()

    /// Returns options whose pauses no test notices.
    static var options: BlobClientOptions {
        var options = BlobClientOptions()
        options.firstPause = .milliseconds(1)
        return options
    }

    /// Returns a map of one node that has everything.
    static func map(epoch: UInt64 = 1, deployment: DeploymentID = .random(), base: String) throws -> ShardMap {
        let node = try NodeID(validating: "blob-1")
        return try ShardMap(
            epoch: epoch,
            deployment: deployment,
            nodes: [NodeEntry(id: node, internalURL: base, publicURL: base)],
            shards: [ShardEntry(id: try ShardID(validating: "blob-1-s1"), node: node)],
            slots: [UInt16](repeating: 0, count: Slot.count)
        )
    }

    /// Runs a test with a cluster that is shut down afterwards.
    @discardableResult
    static func withCluster<Value: Sendable>(
        _ map: ShardMap,
        options: BlobClientOptions = options,
        source: @escaping BlobCluster.MapSource = { $0 },
        _ body: (BlobCluster) async throws -> Value
    ) async throws -> Value {
        let cluster = BlobCluster(map: map, secret: secret, options: options, logger: logger, source: source)
        let outcome: Result<Value, any Error>
        do { outcome = .success(try await body(cluster)) } catch { outcome = .failure(error) }
        try await cluster.shutdown()
        return try outcome.get()
    }
}
