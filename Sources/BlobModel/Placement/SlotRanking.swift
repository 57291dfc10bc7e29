import Cryptography
import Glibc

/// Ranks shards for slots by weighted rendezvous hashing.
///
/// The rank of a shard depends on the slot, the shard's ID, and its weight only, so that it is the same in every map.
struct SlotRanking {
    private let weights: [Double]
    private let seeds: [UInt64]

    /// Makes the ranking of shards, which are named by their positions from then on.
    init(of shards: [ShardEntry]) {
        weights = shards.map { Double($0.weight) }
        seeds = shards.map { shard in
            let digest = SHA256Hasher.digest(of: Array("attache-placement-v1:\(shard.id)".utf8).span)
            return digest.bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        }
    }

    /// Returns the shard that ranks highest for a slot among those that are allowed; nil when none is.
    func highest(for slot: Int, where isAllowed: (Int) -> Bool) -> Int? {
        var best: (shard: Int, score: Double)?
        for shard in weights.indices where isAllowed(shard) {
            let score = score(of: shard, for: slot)
            if score > best?.score ?? -.infinity { best = (shard, score) }
        }
        return best?.shard
    }

    /// Weighted rendezvous hashing: −weight ÷ ln(u), where u lies strictly between 0 and 1.
    private func score(of shard: Int, for slot: Int) -> Double {
        let mixed = Self.mix(seeds[shard] ^ Self.mix(UInt64(slot) &+ 1))
        let uniform = (Double(mixed >> 11) + 0.5) / Double(UInt64(1) << 53)
        return -weights[shard] / log(uniform)
    }

    /// The finaliser of SplitMix64.
    private static func mix(_ value: UInt64) -> UInt64 {
        var mixed = value &+ 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
