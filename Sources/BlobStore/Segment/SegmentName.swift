/// The name of a segment: which place in the log its records have, and how often they were rewritten.
///
/// Segments follow one another by their numbers. One that compaction wrote has the number of the first segment that it
/// replaces, and a generation above theirs (`Docs/formats/segment.md`).
struct SegmentName: Hashable, Sendable {
    /// The highest number that a segment may have.
    static let maximumNumber: UInt64 = (1 << numberBitCount) - 1

    private static let numberBitCount = 48

    /// Number and generation as one integer, which is how the index and the file names tell segments apart.
    ///
    /// For a segment that was written by uploads it is the number.
    let rawValue: UInt64

    /// Takes the name that an index row or a file name has.
    init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// Makes a name.
    ///
    /// - Parameters:
    ///   - number: The number, at most ``maximumNumber``.
    ///   - generation: How often the records were rewritten.
    init(number: UInt64, generation: UInt16 = 0) {
        precondition(number <= Self.maximumNumber, "A segment's number has 48 bits.")
        rawValue = UInt64(generation) << Self.numberBitCount | number
    }

    /// The place in the log, from 1.
    var number: UInt64 { rawValue & Self.maximumNumber }

    /// How often the records were rewritten; 0 for a segment that was written by uploads.
    var generation: UInt16 { UInt16(rawValue >> Self.numberBitCount) }
}

extension SegmentName: Comparable {
    /// Tells whether a segment comes before another in the log, or is an older form of it.
    static func < (left: SegmentName, right: SegmentName) -> Bool {
        (left.number, left.generation) < (right.number, right.generation)
    }
}

extension SegmentName: CustomStringConvertible {
    /// The number, with the generation where there is one.
    var description: String {
        generation == 0 ? "\(number)" : "\(number) (generation \(generation))"
    }
}
