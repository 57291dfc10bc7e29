/// Makes bytes wrong in the ways that files and wires do, and in those that an attacker would.
///
/// The mutations are the same in every run for the same seed.
package struct Mutator: Sendable {
    /// The integers at which parsers go wrong.
    private static let interesting: [UInt64] = [
        0, 1, 2, 7, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF,
        0x7FFF_FFFF_FFFF_FFFF, 0x8000_0000_0000_0000, .max,
    ]

    private var random: SeededGenerator
    private let corpus: [[UInt8]]

    /// Makes a mutator of samples.
    ///
    /// - Parameters:
    ///   - corpus: Samples, at least one: valid ones reach deepest.
    ///   - seed: The seed, which a failing test prints.
    package init(corpus: [[UInt8]], seed: UInt64) {
        precondition(!corpus.isEmpty, "A mutator needs a sample.")
        self.corpus = corpus
        random = SeededGenerator(seed: seed)
    }

    /// Returns a sample after one to four mutations.
    package mutating func next() -> [UInt8] {
        var bytes = sample()
        for _ in 0..<Int.random(in: 1...4, using: &random) { mutate(&bytes) }
        return bytes
    }

    /// Returns a sample as it is.
    package mutating func sample() -> [UInt8] {
        corpus.randomElement(using: &random) ?? []
    }

    private mutating func mutate(_ bytes: inout [UInt8]) {
        switch Int.random(in: 0..<8, using: &random) {
        case 0: flipBit(&bytes)
        case 1: setByte(&bytes)
        case 2, 3: setInteger(&bytes)
        case 4: bytes.removeLast(count(upTo: bytes.count))
        case 5: bytes.insert(contentsOf: random.bytes(count(upTo: 64)), at: position(in: bytes))
        case 6: bytes.removeSubrange(stretch(of: bytes))
        default: splice(&bytes)
        }
    }

    private mutating func flipBit(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else { return }
        bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    }

    private mutating func setByte(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else { return }
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: .min ... .max, using: &random)
    }

    /// Overwrites a field of 1, 2, 4 or 8 bytes by a value at the edge of something, or near to one.
    private mutating func setInteger(_ bytes: inout [UInt8]) {
        let width = 1 << Int.random(in: 0...3, using: &random)
        guard bytes.count >= width else { return }
        let value = Self.interesting.randomElement(using: &random) ?? 0
        let nearby = value &+ UInt64.random(in: 0...2, using: &random) &- 1
        let start = Int.random(in: 0...bytes.count - width, using: &random)
        for index in 0..<width {
            bytes[start + index] = UInt8(truncatingIfNeeded: nearby >> UInt64(8 * (width - 1 - index)))
        }
    }

    /// Overwrites the end by that of another sample.
    private mutating func splice(_ bytes: inout [UInt8]) {
        let other = sample()
        bytes.removeSubrange(position(in: bytes)...)
        bytes += other[position(in: other)...]
    }

    private mutating func position(in bytes: [UInt8]) -> Int { Int.random(in: 0...bytes.count, using: &random) }

    private mutating func stretch(of bytes: [UInt8]) -> Range<Int> {
        let start = position(in: bytes)
        return start..<start + count(upTo: bytes.count - start)
    }

    /// A number of bytes, small ones more often.
    private mutating func count(upTo limit: Int) -> Int {
        Int.random(in: 0...min(limit, 1 << Int.random(in: 0...10, using: &random)), using: &random)
    }
}
