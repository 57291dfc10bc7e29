import BlobModel
import DeploymentStore
import MetadataStoreTesting
import SQLDatabase
import Testing

struct ShardMapTests {
    @Test(arguments: DatabaseEngine.all)
    func `a map comes back as it was set, with its epoch`(engine: DatabaseEngine) async throws {
        let nodes = try ["one", "two", "three"].map { try NodeEntry.sample($0) }
        try await DeploymentFixture.with(engine) { fixture in
            let map = try fixture.map(nodes: nodes)
            let (found, epoch) = try await fixture.write { fixture, txn in
                try Self.register(nodes, fixture, txn)
                try fixture.store.setShardMap(map, in: txn)
                return (try fixture.store.shardMap(in: txn), try fixture.store.shardMapEpoch(in: txn))
            }
            #expect(found == map)
            #expect(epoch == 1)
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a map with the same or an older epoch is refused with both`(engine: DatabaseEngine) async throws {
        let nodes = try ["one", "two"].map { try NodeEntry.sample($0) }
        try await DeploymentFixture.with(engine) { fixture in
            let first = try fixture.map(nodes: [nodes[0]])
            let shard = ShardEntry(id: try ShardID(validating: "new"), node: nodes[1].id)
            let second = try first.adding(nodes: [nodes[1]], shards: [shard])
            try await fixture.write { fixture, txn in
                try Self.register(nodes, fixture, txn)
                try fixture.store.setShardMap(first, in: txn)
                try fixture.store.setShardMap(second, in: txn)
            }
            for stale in [first, second] {
                await #expect(throws: DeploymentStoreError.staleEpoch(offered: stale.epoch, current: 2)) {
                    try await fixture.write { fixture, txn in try fixture.store.setShardMap(stale, in: txn) }
                }
            }
            let found = try await fixture.write { fixture, txn in try fixture.store.shardMap(in: txn) }
            #expect(found == second)
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a map of another deployment is refused`(engine: DatabaseEngine) async throws {
        let node = try NodeEntry.sample("one")
        let other = DeploymentID.random()
        let shard = ShardEntry(id: try ShardID(validating: "s"), node: node.id)
        let map = try ShardMap.initial(deployment: other, nodes: [node], shards: [shard])
        try await DeploymentFixture.with(engine) { fixture in
            let refusal = DeploymentStoreError.otherDeployment(expected: fixture.deployment.id, found: other)
            await #expect(throws: refusal) {
                try await fixture.write { fixture, txn in
                    try Self.register([node], fixture, txn)
                    try fixture.store.setShardMap(map, in: txn)
                }
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a map with a node that is not registered is refused`(engine: DatabaseEngine) async throws {
        let node = try NodeEntry.sample("one")
        try await DeploymentFixture.with(engine) { fixture in
            let map = try fixture.map(nodes: [node])
            await #expect(throws: DeploymentStoreError.unregisteredNode(node.id)) {
                try await fixture.write { fixture, txn in try fixture.store.setShardMap(map, in: txn) }
            }
        }
    }

    private static func register(
        _ nodes: [NodeEntry],
        _ fixture: DeploymentFixture,
        _ txn: any SQLTransaction
    ) throws {
        for node in nodes {
            let record = NodeRecord(entry: node, secretDigests: [.sample("\(node.id)")])
            try fixture.store.register(record, now: .sample(), in: txn)
        }
    }
}
