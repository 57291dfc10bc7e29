import BlobModel
import RandomTesting
import Testing

/// Shards that come to a map with pinned slots.
struct SlotPlacementTests {
    /// A random map, and one that grew from it.
    private struct Growth {
        let before: ShardMap
        let after: ShardMap
        let pinned: Set<Slot>

        var free: Int { Slot.count - pinned.count }

        /// The positions of the new shards.
        var newcomers: Range<Int> { before.shards.count..<after.shards.count }

        /// Makes maps of 1 to 12 shards to which 1 to 6 come, of weights 50 to 400, and pins any share of the slots.
        init(seed: UInt64) throws {
            var random = SeededGenerator(seed: seed)
            let node = NodeEntry(id: try NodeID(validating: "n"), internalURL: "http://a", publicURL: "http://b")
            let shards = try (0..<Int.random(in: 2...18, using: &random)).map { number in
                let weight = UInt32.random(in: 1...8, using: &random) * 50
                return ShardEntry(id: try ShardID(validating: "s-\(seed)-\(number)"), node: node.id, weight: weight)
            }
            let count = Int.random(in: 1...min(6, shards.count - 1), using: &random)
            before = try .initial(deployment: .random(), nodes: [node], shards: shards.dropLast(count))
            let share = Double.random(in: 0...1, using: &random)
            pinned = Set(
                try (0..<Slot.count).filter { _ in Double.random(in: 0..<1, using: &random) < share }
                    .map { try Slot(validating: $0) }
            )
            after = try before.adding(nodes: [], shards: shards.suffix(count), pinned: pinned)
        }

        func loads(of map: ShardMap) -> [Int] {
            map.slots.reduce(into: [Int](repeating: 0, count: after.shards.count)) { $0[Int($1)] += 1 }
        }

        /// The exact share of each shard in all slots.
        var shares: [Double] {
            let total = after.shards.reduce(0) { $0 + Double($1.weight) }
            return after.shards.map { Double(Slot.count) * Double($0.weight) / total }
        }

        /// The most slots that each shard takes.
        var caps: [Int] { shares.map { Int(($0 * 1.01).rounded(.up)) } }
    }

    private static let seeds = (1...40).map { UInt64($0) }

    @Test(arguments: seeds) func `no pinned slot moves`(seed: UInt64) throws {
        let growth = try Growth(seed: seed)
        for slot in growth.pinned {
            #expect(growth.after.shard(for: slot) == growth.before.shard(for: slot), "seed \(seed), slot \(slot.index)")
        }
    }

    @Test(arguments: seeds) func `new shards get their fair share of all slots, or every free one`(
        seed: UInt64
    ) throws {
        let growth = try Growth(seed: seed)
        let (loads, shares) = (growth.loads(of: growth.after), growth.shares)
        let taken = growth.newcomers.reduce(0) { $0 + loads[$1] }
        if growth.newcomers.contains(where: { loads[$0] < Int(shares[$0]) }) {
            #expect(taken == growth.free, "seed \(seed): \(taken) of \(growth.free) free slots, loads \(loads)")
        }
    }

    @Test(arguments: seeds) func `no shard is filled beyond its cap`(seed: UInt64) throws {
        let growth = try Growth(seed: seed)
        let (former, loads, caps) = (growth.loads(of: growth.before), growth.loads(of: growth.after), growth.caps)
        for shard in loads.indices {
            #expect(loads[shard] <= max(former[shard], caps[shard]), "seed \(seed), shard \(shard)")
        }
    }

    @Test(arguments: seeds) func `a slot moves to a new shard, or away from one above its cap, or not at all`(
        seed: UInt64
    ) throws {
        let growth = try Growth(seed: seed)
        let (former, caps) = (growth.loads(of: growth.before), growth.caps)
        for (old, new) in zip(growth.before.slots, growth.after.slots) where old != new {
            let isNew = growth.newcomers.contains(Int(new))
            #expect(isNew || former[Int(old)] > caps[Int(old)], "seed \(seed): from \(old) to \(new)")
        }
    }

    @Test(arguments: seeds.prefix(5)) func `the same growth gives the same map`(seed: UInt64) throws {
        #expect(try Growth(seed: seed).after.slots == Growth(seed: seed).after.slots)
    }

    @Test func `with one slot free the new shard takes it, and with none it gets nothing`() throws {
        let growth = try Growth(seed: 1)
        let all = Set(try (0..<Slot.count).map { try Slot(validating: $0) })
        let lucky = try Slot(validating: 77)
        let added = ShardEntry(id: try ShardID(validating: "added"), node: growth.before.nodes[0].id)
        let one = try growth.before.adding(nodes: [], shards: [added], pinned: all.subtracting([lucky]))
        #expect(one.shard(for: lucky) == added)
        #expect(zip(one.slots, growth.before.slots).count { $0 != $1 } == 1)
        let none = try growth.before.adding(nodes: [], shards: [added], pinned: all)
        #expect(none.slots == growth.before.slots)
    }
}
