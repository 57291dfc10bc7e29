import BlobAPI
import BlobClient
import BlobModel
import BlobService
import BlobStoreTesting
import FoundationEssentials
import Logging
import ServiceSupport
import SystemPackage

/// Real nodes on sockets of this host, each with two real shards, under a ``LiveFront``.
struct LiveCluster: Sendable {
    /// The nodes as one store.
    let cluster: BlobCluster

    /// The front, with the keys of signed URLs.
    let front: LiveFront

    /// The base URLs of the nodes' public listeners.
    let publicURLs: [NodeID: String]

    /// The directory that holds a folder for each node.
    let directory: FilePath

    /// Starts nodes, runs a test, and stops them.
    static func run<Value: Sendable>(
        nodes count: Int,
        _ body: (LiveCluster) async throws -> Value
    ) async throws -> Value {
        let directory = FilePath(FileManager.default.temporaryDirectory.path).appending("\(ReferenceID.random())")
        defer { try? FileManager.default.removeItem(atPath: directory.string) }
        let front = try LiveFront()
        return try await front.run { base in
            let nodes = try (1...count).map { try makeNode("blob-\($0)", in: directory, front: base) }
            return try await withThrowingTaskGroup(of: Void.self) { group in
                for (_, node) in nodes { group.addTask { try await node.run() } }
                defer { group.cancelAll() }
                let map = try await map(of: nodes)
                front.serve(map)
                for (id, node) in nodes where await !node.isReady() { throw NotReady(node: id) }
                return try await ClusterScene.withCluster(map) { cluster in
                    let urls = map.nodes.map { ($0.id, $0.publicURL) }
                    let live = LiveCluster(
                        cluster: cluster,
                        front: front,
                        publicURLs: Dictionary(uniqueKeysWithValues: urls),
                        directory: directory
                    )
                    return try await body(live)
                }
            }
        }
    }

    /// Says that a node stopped before it could work.
    struct NotReady: Error {
        /// The node.
        let node: NodeID
    }

    /// Makes a node with its data below a directory and its front at a base URL.
    static func makeNode(
        _ name: String,
        in directory: FilePath,
        front base: String
    ) throws -> (NodeID, BlobNode) {
        let id = try NodeID(validating: name)
        guard let url = ServiceURL(parsing: base) else { throw NotReady(node: id) }
        let configuration = BlobConfiguration(
            node: id,
            data: directory.appending(name),
            urls: (url, url),
            addresses: (.loopback(0), .loopback(0)),
            trust: (.random(), PeerDigests([BlobConfiguration.frontPeer: ClusterScene.secret.shown(to: id).digests]))
        )
        let node = BlobNode(configuration: configuration, registry: PrometheusRegistry(), logger: ClusterScene.logger)
        return (id, node)
    }

    /// Returns the first map of some running nodes, each with two shards.
    static func map(of nodes: [(NodeID, BlobNode)]) async throws -> ShardMap {
        var entries: [NodeEntry] = []
        var shards: [ShardEntry] = []
        for (id, node) in nodes {
            let ports = try await node.boundPorts()
            entries.append(
                NodeEntry(
                    id: id,
                    internalURL: "http://127.0.0.1:\(ports.internal)",
                    publicURL: "http://127.0.0.1:\(ports.public)"
                )
            )
            for number in 1...2 {
                shards.append(ShardEntry(id: try ShardID(validating: "\(id)-s\(number)"), node: id))
            }
        }
        return try .initial(deployment: .random(), nodes: entries, shards: shards)
    }
}
