/// A generator of numbers that are the same in every run for the same seed (SplitMix64), so that a failure repeats.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Starts at a seed, which a failing test prints.
    package init(seed: UInt64) {
        state = seed
    }

    /// Returns the next 64 bits.
    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Returns bytes that no compression or deduplication makes fewer.
    package mutating func bytes(_ count: Int) -> [UInt8] {
        // Word by word: byte by byte, a build without optimisation spent a quarter of some tests here.
        var words: [UInt64] = []
        words.reserveCapacity(count / 8 + 1)
        while words.count * 8 < count { words.append(next().littleEndian) }
        return unsafe words.withUnsafeBytes { unsafe Array($0.prefix(count)) }
    }
}
