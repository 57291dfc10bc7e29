import Cryptography
import Glibc

/// Places the slots on shards by weighted rendezvous, capped and sticky.
///
/// Each slot ranks all shards by a score that depends on the slot, the shard's ID, and its weight only. It goes to the shard
/// with the highest score that is not yet at its cap, which is 1 % above its fair share. When shards come, a slot stays
/// where it is unless a new shard ranks it higher.
struct SlotPlacement {
    private let shards: [ShardEntry]
    private let caps: [Int]
    private let seeds: [UInt64]

    /// Makes a placement on shards.
    init(shards: [ShardEntry]) {
        self.shards = shards
        let total = shards.reduce(0.0) { $0 + Double($1.weight) }
        caps = shards.map { Int((Double(Slot.count) * Double($0.weight) / total * 1.01).rounded(.up)) }
        seeds = shards.map { shard in
            let digest = SHA256Hasher.digest(of: Array("attache-placement-v1:\(shard.id)".utf8).span)
            return digest.bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        }
    }

    /// Returns for each slot the position of its shard, when none was placed before.
    func initial() -> [UInt16] {
        var loads = [Int](repeating: 0, count: shards.count)
        return (0..<Slot.count).map { slot in
            let shard = highest(for: slot) { loads[$0] < caps[$0] }
            loads[shard] += 1
            return UInt16(shard)
        }
    }

    /// Returns for each slot the position of its shard, when shards at the end of the list are new.
    ///
    /// - Parameters:
    ///   - placed: For each slot the position of its shard until now.
    ///   - first: The position of the first new shard.
    /// - Returns: For each slot the position of its shard from now on.
    func adapting(_ placed: [UInt16], firstNew first: Int) -> [UInt16] {
        var slots = placed.map(Int.init)
        var loads = [Int](repeating: 0, count: shards.count)
        for shard in slots { loads[shard] += 1 }
        moveToNewcomers(&slots, &loads, first: first)
        shedExcess(&slots, &loads)
        return slots.map(UInt16.init)
    }

    private func moveToNewcomers(_ slots: inout [Int], _ loads: inout [Int], first: Int) {
        for slot in slots.indices {
            let candidate = highest(for: slot) { $0 == slots[slot] || ($0 >= first && loads[$0] < caps[$0]) }
            guard candidate != slots[slot] else { continue }
            loads[slots[slot]] -= 1
            loads[candidate] += 1
            slots[slot] = candidate
        }
    }

    private func shedExcess(_ slots: inout [Int], _ loads: inout [Int]) {
        for slot in slots.indices where loads[slots[slot]] > caps[slots[slot]] {
            let candidate = highest(for: slot) { loads[$0] < caps[$0] }
            loads[slots[slot]] -= 1
            loads[candidate] += 1
            slots[slot] = candidate
        }
    }

    /// The caps add up to more than all slots, so that some shard is always allowed.
    private func highest(for slot: Int, where isAllowed: (Int) -> Bool) -> Int {
        var best: (shard: Int, score: Double)?
        for shard in shards.indices where isAllowed(shard) {
            let score = score(of: shard, for: slot)
            if score > best?.score ?? -.infinity { best = (shard, score) }
        }
        guard let best else { preconditionFailure("The caps of all shards together are at least all slots.") }
        return best.shard
    }

    /// Weighted rendezvous hashing: −weight ÷ ln(u), where u lies strictly between 0 and 1.
    private func score(of shard: Int, for slot: Int) -> Double {
        let mixed = Self.mix(seeds[shard] ^ Self.mix(UInt64(slot) &+ 1))
        let uniform = (Double(mixed >> 11) + 0.5) / Double(UInt64(1) << 53)
        return -Double(shards[shard].weight) / log(uniform)
    }

    /// The finaliser of SplitMix64.
    private static func mix(_ value: UInt64) -> UInt64 {
        var mixed = value &+ 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
