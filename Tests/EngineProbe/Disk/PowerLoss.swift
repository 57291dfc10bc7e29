import RandomTesting

/// Decides what a loss of power takes of everything that was not synchronised.
struct PowerLoss {
    /// How much is lost.
    enum Extent: Hashable, Sendable {
        /// Nothing: the process was killed, and the system wrote everything out.
        case nothing
        /// Everything that was not synchronised.
        case everything
        /// Each piece with this chance in a hundred.
        case some(percent: Int)
    }

    /// How much is lost.
    let extent: Extent
    private var random: SeededGenerator

    /// Makes a loss that is the same for the same generator.
    init(_ random: inout SeededGenerator) {
        switch Int.random(in: 0..<8, using: &random) {
        case 0: extent = .nothing
        case 1: extent = .everything
        case 2...3: extent = .some(percent: 10)
        case 4...6: extent = .some(percent: 50)
        default: extent = .some(percent: 90)
        }
        self.random = SeededGenerator(seed: random.next())
    }

    /// Tells whether a piece is lost.
    mutating func takes() -> Bool {
        switch extent {
        case .nothing: false
        case .everything: true
        case .some(let percent): Int.random(in: 0..<100, using: &random) < percent
        }
    }

    /// Returns which of several versions of a piece is left: of `count`, the first is durable, the last the newest.
    mutating func version(of count: Int) -> Int {
        guard takes() else { return count - 1 }
        guard case .some = extent else { return 0 }
        return Int.random(in: 0..<count, using: &random)
    }
}
