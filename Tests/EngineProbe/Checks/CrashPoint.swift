import RandomTesting

/// A moment at which the power is lost, and what is lost with it: the same for the same seed and number.
struct CrashPoint: Sendable {
    /// The number of the point.
    let number: Int
    /// The number of entries of the trace that were made before.
    let position: Int
    /// What the rest depends on.
    let random: SeededGenerator

    /// Makes a point.
    ///
    /// - Parameters:
    ///   - number: The number of the point.
    ///   - seed: The seed of all points.
    ///   - moments: The numbers of entries after which the power may be lost.
    init(_ number: Int, seed: UInt64, in moments: ClosedRange<Int>) {
        self.number = number
        var random = SeededGenerator(seed: seed &* 1_000_003 &+ UInt64(number))
        position = Int.random(in: moments, using: &random)
        self.random = random
    }
}
