import BlobModel
import BlobStore
import BlobStoreTesting
import Testing

/// A node with several shards, the map of which has another node too when a test wants one.
struct TestNode {
    let directories: [TestShard]
    let store: NodeStore

    init(shards count: Int, elsewhere: Int = 0) async throws {
        var directories: [TestShard] = []
        var shards: [Shard] = []
        for number in 1...count {
            let directory = try TestShard(shard: "shard-\(number)")
            shards.append(try await directory.open())
            directories.append(directory)
        }
        self.directories = directories
        store = NodeStore(shards: shards, map: try Self.map(here: count, elsewhere: elsewhere))
    }

    static func map(here: Int, elsewhere: Int) throws -> ShardMap {
        let nodes = try ["here", "elsewhere"].map {
            NodeEntry(id: try NodeID(validating: $0), internalURL: "http://\($0)", publicURL: "http://\($0)")
        }
        let shards = try (1...here + elsewhere).map { number in
            let node = nodes[number <= here ? 0 : 1].id
            return ShardEntry(id: try ShardID(validating: "shard-\(number)"), node: node)
        }
        let deployment = try DeploymentID(validating: "aaaaaaaaaaaaaaaaaaaaaaaaaa")
        return try .initial(deployment: deployment, nodes: nodes, shards: shards)
    }
}

struct NodeStoreTests {
    @Test func `a domain is served by its shard alone`() async throws {
        let node = try await TestNode(shards: 3)
        for _ in 0..<10 {
            let domain = try DedupDomain.sample()
            let blob = try await node.store.put([1, 2, 3], in: domain)
            for shard in node.store.allShards {
                let isHome = shard === (try node.store.shard(for: domain))
                let isFound = (try? await shard.blob(of: blob.reference, in: domain)) != nil
                #expect(isFound == isHome)
            }
        }
        await node.store.close()
    }

    @Test func `a domain whose shard is elsewhere is misplaced`() async throws {
        let node = try await TestNode(shards: 1, elsewhere: 3)
        var misplaced = 0
        for _ in 0..<20 {
            let domain = try DedupDomain.sample()
            guard node.store.map.node(for: domain).id.text == "elsewhere" else { continue }
            misplaced += 1
            await #expect(throws: BlobError.misplaced(domain)) { try await node.store.put([1], in: domain) }
        }
        #expect(misplaced > 0)
        await node.store.close()
    }

    @Test func `only a newer map of the same deployment is adopted`() async throws {
        let node = try await TestNode(shards: 2)
        let newer = try node.store.map.adding(nodes: [], shards: [])
        #expect(node.store.adopt(newer))
        #expect(!node.store.adopt(newer))
        #expect(node.store.map.epoch == 2)
        let foreign = try ShardMap.initial(deployment: .random(), nodes: newer.nodes, shards: newer.shards)
        #expect(!node.store.adopt(try foreign.adding(nodes: [], shards: []).adding(nodes: [], shards: [])))
        await node.store.close()
    }
}
