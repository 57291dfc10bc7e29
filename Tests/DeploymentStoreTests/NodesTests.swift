import BlobModel
import Cryptography
import DeploymentStore
import FoundationEssentials
import MetadataStoreTesting
import SQLDatabase
import Testing

struct NodesTests {
    @Test(arguments: DatabaseEngine.all)
    func `nodes are found by ID and listed in order`(engine: DatabaseEngine) async throws {
        let one = NodeRecord(entry: try .sample("one"), secretDigests: [.sample("a")])
        let two = NodeRecord(entry: try .sample("two"), secretDigests: [.sample("b"), .sample("c")])
        try await DeploymentFixture.with(engine) { fixture in
            let (all, found, unknown) = try await fixture.write { fixture, txn in
                for node in [two, one] { try fixture.store.register(node, now: .sample(), in: txn) }
                return (
                    try fixture.store.nodes(in: txn),
                    try fixture.store.node(two.id, in: txn),
                    try fixture.store.node(NodeID(validating: "three"), in: txn)
                )
            }
            #expect(all == [one, two])
            #expect(found == two)
            #expect(unknown == nil)
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a secret is rotated through two digests`(engine: DatabaseEngine) async throws {
        let node = NodeRecord(entry: try .sample("one"), secretDigests: [.sample("old")])
        try await DeploymentFixture.with(engine) { fixture in
            let digests = try await fixture.write { fixture, txn in
                try fixture.store.register(node, now: .sample(), in: txn)
                return try [[.sample("new"), .sample("old")], [SHA256Digest.sample("new")]].map { digests in
                    try fixture.store.setSecretDigests(digests, of: node.id, in: txn)
                    return try fixture.store.node(node.id, in: txn)?.secretDigests
                }
            }
            #expect(digests == [[.sample("new"), .sample("old")], [.sample("new")]])
        }
    }

    @Test(arguments: DatabaseEngine.all, [0, 3])
    func `a node has one or two secrets`(engine: DatabaseEngine, count: Int) async throws {
        let entry = try NodeEntry.sample("one")
        let node = NodeRecord(entry: entry, secretDigests: (0..<count).map { .sample("\($0)") })
        try await DeploymentFixture.with(engine) { fixture in
            await #expect(throws: DeploymentStoreError.secretCount(entry.id, count)) {
                try await fixture.write { fixture, txn in
                    try fixture.store.register(node, now: .sample(), in: txn)
                }
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a secret for a node that is not there is refused`(engine: DatabaseEngine) async throws {
        let missing = try NodeID(validating: "missing")
        try await DeploymentFixture.with(engine) { fixture in
            await #expect(throws: DeploymentStoreError.nodeNotFound(missing)) {
                try await fixture.write { fixture, txn in
                    try fixture.store.setSecretDigests([.sample("a")], of: missing, in: txn)
                }
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a node that moves gets the map a later epoch, one that stays does not`(
        engine: DatabaseEngine
    ) async throws {
        let digests = [SHA256Digest.sample("a")]
        let (old, new) = (try NodeEntry.sample("one", port: 9081), try NodeEntry.sample("one", port: 9181))
        try await DeploymentFixture.with(engine) { fixture in
            let maps = try await fixture.write { fixture, txn in
                try fixture.store.register(NodeRecord(entry: old, secretDigests: digests), now: .sample(), in: txn)
                try fixture.store.setShardMap(try fixture.map(nodes: [old]), in: txn)
                return try [old, new].map { entry in
                    let record = NodeRecord(entry: entry, secretDigests: digests)
                    try fixture.store.register(record, now: .sample(), in: txn)
                    return try #require(try fixture.store.shardMap(in: txn))
                }
            }
            #expect(maps.map(\.epoch) == [1, UInt64(Date.sample().timeIntervalSince1970)])
            #expect(maps.map(\.nodes) == [[old], [new]])
            #expect(maps.first?.slots == maps.last?.slots)
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a restored database gives no epoch again that nodes know with another map`(
        engine: DatabaseEngine
    ) async throws {
        let digests = [SHA256Digest.sample("a")]
        let entries = try [9081, 9181, 9281].map { try NodeEntry.sample("one", port: $0) }
        try await DeploymentFixture.with(engine) { fixture in
            let map = try fixture.map(nodes: [entries[0]])
            // The same first map twice: once it goes on to another URL, and once, a second later, to a third.
            let epochs = try await fixture.write { fixture, txn in
                try fixture.store.register(
                    NodeRecord(entry: entries[0], secretDigests: digests),
                    now: .sample(),
                    in: txn
                )
                try fixture.store.setShardMap(map, in: txn)
                return try zip(entries.dropFirst(), [0.0, 1.0]).map { entry, seconds in
                    try txn.execute("DELETE FROM shard_map", [])
                    try fixture.store.setShardMap(map, in: txn)
                    let record = NodeRecord(entry: entry, secretDigests: digests)
                    try fixture.store.register(record, now: .sample().addingTimeInterval(seconds), in: txn)
                    return try #require(try fixture.store.shardMapEpoch(in: txn))
                }
            }
            #expect(epochs[0] < epochs[1], "\(epochs)")
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a clock that is behind does not take an epoch back`(engine: DatabaseEngine) async throws {
        let digests = [SHA256Digest.sample("a")]
        let (old, new) = (try NodeEntry.sample("one", port: 9081), try NodeEntry.sample("one", port: 9181))
        try await DeploymentFixture.with(engine) { fixture in
            let epochs = try await fixture.write { fixture, txn in
                try fixture.store.register(NodeRecord(entry: old, secretDigests: digests), now: .sample(), in: txn)
                try fixture.store.setShardMap(try fixture.map(nodes: [old]), in: txn)
                return try zip([new, old], [0.0, -86_400.0]).map { entry, seconds in
                    let record = NodeRecord(entry: entry, secretDigests: digests)
                    try fixture.store.register(record, now: .sample().addingTimeInterval(seconds), in: txn)
                    return try #require(try fixture.store.shardMapEpoch(in: txn))
                }
            }
            #expect(epochs[1] == epochs[0] + 1)
        }
    }
}
