import BlobModel
import FoundationEssentials
import Testing

struct ShardMapTests {
    private static func node(_ number: Int) throws -> NodeEntry {
        NodeEntry(
            id: try NodeID(validating: "node-\(number)"),
            internalURL: "http://127.0.0.1:\(9_080 + number)",
            publicURL: "http://127.0.0.1:\(8_080 + number)"
        )
    }

    private static func shards(of node: Int, count: Int, weight: UInt32 = 100) throws -> [ShardEntry] {
        try (1...count).map { number in
            ShardEntry(
                id: try ShardID(validating: "node-\(node)-shard-\(number)"),
                node: try NodeID(validating: "node-\(node)"),
                weight: weight
            )
        }
    }

    private static func map(nodes: Int, shards: Int) throws -> ShardMap {
        try .initial(
            deployment: DeploymentID(validating: "aaaaaaaaaaaaaaaaaaaaaaaaaa"),
            nodes: (1...nodes).map(node),
            shards: (1...nodes).flatMap { try Self.shards(of: $0, count: shards) }
        )
    }

    private static func loads(_ map: ShardMap) -> [Int] {
        var loads = [Int](repeating: 0, count: map.shards.count)
        for shard in map.slots { loads[Int(shard)] += 1 }
        return loads
    }

    @Test(arguments: [(1, 4), (3, 4), (5, 1), (20, 2)])
    func `the first map gives each shard its fair share`(_ nodes: Int, _ shards: Int) throws {
        let map = try Self.map(nodes: nodes, shards: shards)
        let mean = Double(Slot.count) / Double(nodes * shards)
        let loads = Self.loads(map)
        #expect(loads.reduce(0, +) == Slot.count)
        #expect(Double(loads.max() ?? 0) <= (mean * 1.01).rounded(.up), "loads \(loads)")
        #expect(Double(loads.min() ?? 0) >= mean * 0.7, "loads \(loads)")
        #expect(map.epoch == 1)
    }

    @Test func `the same shards give the same map`() throws {
        #expect(try Self.map(nodes: 3, shards: 4) == Self.map(nodes: 3, shards: 4))
    }

    @Test func `a sixth node takes about its fair share and nothing else moves`() throws {
        let five = try Self.map(nodes: 5, shards: 1)
        let six = try five.adding(nodes: [Self.node(6)], shards: Self.shards(of: 6, count: 1))
        let moved = zip(five.slots, six.slots).count { $0 != $1 }
        let arrived = zip(five.slots, six.slots).count { $0 != $1 && $1 == 5 }
        let share = Double(moved) / Double(Slot.count)
        #expect((0.15...0.185).contains(share), "\(share) of the slots moved, 1/6 is ideal")
        #expect(moved - arrived < Slot.count / 50, "\(moved - arrived) slots moved between old shards")
        let worst = Double(Self.loads(six).max() ?? 0) * 6 / Double(Slot.count)
        #expect(worst < 1.02, "the fullest shard has \(worst) of the mean")
        #expect(six.epoch == 2)
    }

    @Test func `a shard of double weight takes double the slots`() throws {
        let map = try ShardMap.initial(
            deployment: .random(),
            nodes: [Self.node(1), Self.node(2)],
            shards: Self.shards(of: 1, count: 1, weight: 200) + Self.shards(of: 2, count: 1, weight: 100)
        )
        let loads = Self.loads(map)
        #expect((1.9...2.1).contains(Double(loads[0]) / Double(loads[1])), "loads \(loads)")
    }

    @Test func `a domain is on the node of its shard`() throws {
        let map = try Self.map(nodes: 3, shards: 4)
        let domain = try DedupDomain(validating: "abc")
        let shard = map.shards[Int(map.slots[0xBA7])]
        #expect(map.shard(for: domain) == shard)
        #expect(map.node(for: domain).id == shard.node)
        #expect(map.shards(of: shard.node).count == 4)
    }

    @Test func `a map survives JSON`() throws {
        let map = try Self.map(nodes: 3, shards: 4)
        let data = try JSONEncoder().encode(map)
        #expect(try JSONDecoder().decode(ShardMap.self, from: data) == map)
    }

    @Test func `a map whose parts do not fit together is refused`() throws {
        let map = try Self.map(nodes: 2, shards: 1)
        func make(_ nodes: [NodeEntry], _ shards: [ShardEntry], _ slots: [UInt16]) throws -> ShardMap {
            try ShardMap(epoch: 1, deployment: map.deployment, nodes: nodes, shards: shards, slots: slots)
        }
        #expect(throws: BlobModelError.self) { try make(map.nodes, map.shards, Array(map.slots.dropLast())) }
        #expect(throws: BlobModelError.self) { try make(map.nodes, [map.shards[0]], map.slots) }
        #expect(throws: BlobModelError.self) { try make([map.nodes[0]], map.shards, map.slots) }
        #expect(throws: BlobModelError.self) { try make(map.nodes + map.nodes, map.shards, map.slots) }
        #expect(throws: BlobModelError.self) { try make(map.nodes, map.shards + map.shards, map.slots) }
        #expect(throws: BlobModelError.self) { try make(map.nodes, [], []) }
    }
}
