import BlobAPI
import BlobClient
import BlobModel
import BlobService
import BlobStoreTesting
import FoundationEssentials
import SystemPackage
import Testing

@Suite struct NodeRestartTests {
    /// Runs one node over a directory until the test of it ends.
    private func run<Value: Sendable>(
        in directory: FilePath,
        front base: String,
        _ body: (NodeID, BlobNode) async throws -> Value
    ) async throws -> Value {
        let (id, node) = try LiveCluster.makeNode("blob-1", in: directory, front: base)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await node.run() }
            let outcome: Result<Value, any Error>
            do { outcome = .success(try await body(id, node)) } catch { outcome = .failure(error) }
            group.cancelAll()
            try? await group.waitForAll()
            return try outcome.get()
        }
    }

    @Test func `a node that restarts while the front is away serves from the assignment that it kept`() async throws {
        let directory = FilePath(FileManager.default.temporaryDirectory.path).appending("\(ReferenceID.random())")
        defer { try? FileManager.default.removeItem(atPath: directory.string) }
        let domain = try DedupDomain.sample()
        let reference = ReferenceID.random()
        let front = try LiveFront()
        let first = try await front.run { base in
            try await run(in: directory, front: base) { id, node in
                let map = try await LiveCluster.map(of: [(id, node)])
                front.serve(map)
                guard await node.isReady() else { throw LiveCluster.NotReady(node: id) }
                return try await ClusterScene.withCluster(map) { cluster in
                    _ = try await cluster.put(.bytes([1, 2, 3]), as: reference, in: domain, limit: 9)
                    return map
                }
            }
        }
        try await run(in: directory, front: "http://127.0.0.1:1") { id, node in
            guard await node.isReady() else { throw LiveCluster.NotReady(node: id) }
            let map = try await Self.moved(first, to: [(id, node)])
            try await ClusterScene.withCluster(map) { cluster in
                let description = try await cluster.blob(of: reference, in: domain)
                #expect(description.size == 3)
            }
        }
    }

    @Test func `a node of which one shard directory has vanished serves the others and says so`() async throws {
        let directory = FilePath(FileManager.default.temporaryDirectory.path).appending("\(ReferenceID.random())")
        defer { try? FileManager.default.removeItem(atPath: directory.string) }
        let front = try LiveFront()
        try await front.run { base in
            let first = try await run(in: directory, front: base) { id, node in
                let map = try await LiveCluster.map(of: [(id, node)])
                front.serve(map)
                guard await node.isReady() else { throw LiveCluster.NotReady(node: id) }
                return map
            }
            let shard = directory.appending("blob-1").appending("shards").appending("blob-1-s2")
            try FileManager.default.removeItem(atPath: shard.string)
            let states = try await run(in: directory, front: base) { id, node in
                guard await node.isReady() else { throw LiveCluster.NotReady(node: id) }
                let moved = try await Self.moved(first, to: [(id, node)])
                return try await ClusterScene.withCluster(moved) { try await $0.status(of: id).shards.map(\.state) }
            }
            #expect(states == [.ready, .failed])
        }
    }

    /// Returns a map with the ports that nodes have now; who else would know but a test.
    private static func moved(_ map: ShardMap, to nodes: [(NodeID, BlobNode)]) async throws -> ShardMap {
        try ShardMap(
            epoch: map.epoch,
            deployment: map.deployment,
            nodes: try await LiveCluster.map(of: nodes).nodes,
            shards: map.shards,
            slots: map.slots
        )
    }
}
