import BlobAPI
import BlobClient
import BlobModel
import BlobStoreTesting
import Testing

@Suite struct BlobStorageConformanceTests {
    @Test(arguments: BlobStorageConformance.allCases)
    func `a cluster of two nodes over real sockets keeps the contract of a store`(
        _ rule: BlobStorageConformance
    ) async throws {
        try await LiveCluster.run(nodes: 2) { live in
            try await rule.check(live.cluster)
        }
    }

    @Test func `domains are spread over the nodes, and each is served by its own`() async throws {
        try await LiveCluster.run(nodes: 3) { live in
            var used: Set<NodeID> = []
            for number in 0..<24 {
                let domain = try DedupDomain.sample()
                let bytes = Array("blob \(number)".utf8)
                let stored = try await live.cluster.put(.bytes(bytes), as: .random(), in: domain, limit: 100)
                let stream = try await live.cluster.read(stored.blob, in: domain, range: nil)
                let read = try await stream.collect(upTo: 100)
                #expect(read == bytes)
                used.insert(live.cluster.map.node(for: domain).id)
            }
            // 24 domains miss one of three nodes with a probability below 1 in 5,000.
            #expect(used.count == 3)
        }
    }

    @Test func `the status of every node tells its shards`() async throws {
        try await LiveCluster.run(nodes: 2) { live in
            for node in live.cluster.map.nodes {
                let status = try await live.cluster.status(of: node.id)
                #expect(status.node == node.id)
                #expect(status.epoch == 1)
                #expect(status.shards.map(\.shard) == live.cluster.map.shards(of: node.id).map(\.id))
                #expect(status.shards.allSatisfy { $0.state == .ready })
            }
        }
    }
}
