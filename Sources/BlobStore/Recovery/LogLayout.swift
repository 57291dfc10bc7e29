import BlobModel

/// Which of a shard's segment files make up the log, and which ones compaction has replaced.
///
/// For each number the log has one segment: the one of the highest generation that stands for it. An output of compaction has
/// its name only once it is whole and durable, so that the files that it replaces are not needed any more; they are there
/// when the process ended before it could remove them.
struct LogLayout: Hashable, Sendable {
    /// One segment and the numbers for which it stands.
    struct Segment: Hashable, Sendable {
        /// Its name.
        let name: SegmentName

        /// The number of the last segment for which it stands.
        let through: UInt64

        /// The numbers for which it stands.
        var numbers: ClosedRange<UInt64> { name.number...through }
    }

    /// The segments that make up the log, in order.
    private(set) var current: [Segment] = []

    /// The segments that others have replaced, in order.
    private(set) var replaced: [Segment] = []

    /// Sorts out the files of a directory.
    ///
    /// - Parameter segments: All segments that are there.
    /// - Throws: ``BlobStoreError/segmentMissing(_:)`` for a hole in the numbers, and
    ///   ``BlobStoreError/damagedSegment(_:offset:_:)`` for segments that stand for the same numbers.
    init(_ segments: [Segment]) throws(BlobStoreError) {
        for segment in segments.sorted(by: { Self.isBefore($0, $1) }) {
            if let last = current.last, segment.name.number <= last.through {
                try replace(segment, by: last)
            } else {
                try requireNext(segment)
                current.append(segment)
            }
        }
        replaced.sort { $0.name < $1.name }
        try requireEnd()
    }

    /// Reads which segments a directory has, and for which numbers each of them stands.
    ///
    /// - Parameters:
    ///   - names: The names of the segments that are there.
    ///   - directory: The directory.
    ///   - shard: The shard that the segments must belong to.
    /// - Throws: As ``init(_:)``, and ``BlobStoreError/damagedSegment(_:offset:_:)`` when the header of a segment that
    ///   compaction wrote cannot be read.
    init(
        reading names: [SegmentName],
        in directory: SegmentDirectory,
        shard: ShardID
    ) throws(BlobStoreError) {
        var segments: [Segment] = []
        for name in names {
            let isCompacted = name.generation > 0
            let through =
                isCompacted
                ? try SegmentReader.open(name.rawValue, in: directory, shard: shard).header.through : name.number
            segments.append(Segment(name: name, through: through))
        }
        try self.init(segments)
    }

    /// Returns the segments that a segment of the log has replaced and that are still there.
    func inputs(of segment: Segment) -> [Segment] {
        replaced.filter { segment.numbers.contains($0.name.number) }
    }

    /// The segments of the log whose inputs are still there.
    var unfinished: [Segment] { current.filter { !inputs(of: $0).isEmpty } }

    /// By first number; of those that begin together the highest generation first.
    private static func isBefore(_ left: Segment, _ right: Segment) -> Bool {
        (left.name.number, right.name.generation) < (right.name.number, left.name.generation)
    }

    private mutating func replace(_ segment: Segment, by output: Segment) throws(BlobStoreError) {
        guard segment.through <= output.through, segment.name.generation < output.name.generation else {
            throw .damagedSegment(segment.name.rawValue, offset: 0, .overlap(output.name.rawValue))
        }
        replaced.append(segment)
    }

    /// "Numbers are contiguous from 1: a hole is damage" (`Docs/formats/segment.md`).
    private func requireNext(_ segment: Segment) throws(BlobStoreError) {
        let expected = (current.last?.through ?? 0) + 1
        guard segment.name.number == expected else { throw .segmentMissing(expected) }
    }

    /// Compaction never takes the last segment, so that a log that ends with an output of it has lost its end.
    private func requireEnd() throws(BlobStoreError) {
        guard let last = current.last, last.name.generation > 0 else { return }
        throw .segmentMissing(last.through + 1)
    }
}
