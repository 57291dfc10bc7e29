/// A random source that repeats for the same seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    /// Starts at a seed, which a failing test prints.
    init(seed: UInt64) {
        state = seed
    }

    /// Returns the next 64 bits.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Returns a text of scalars drawn from an alphabet.
    mutating func text(of alphabet: String, count: ClosedRange<Int>) -> String {
        let scalars = Array(alphabet.unicodeScalars)
        let length = Int.random(in: count, using: &self)
        let drawn = (0..<length).map { _ in scalars[Int.random(in: scalars.indices, using: &self)] }
        return String(String.UnicodeScalarView(drawn))
    }
}
