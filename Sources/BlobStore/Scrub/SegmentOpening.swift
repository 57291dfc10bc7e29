import BlobModel
import DurableIO
import KeyValueIndex

/// Opens a segment of which the index knows for being checked.
struct SegmentOpening: Sendable {
    /// What became of it.
    enum Outcome: Sendable {
        /// It can be read.
        case check(SegmentCheck)
        /// Compaction removed it, or nothing was committed to it yet.
        case empty
        /// It cannot be read at all.
        case damaged(ShardFinding)
    }

    private let segment: UInt64
    private let directory: SegmentDirectory
    private let shard: ShardID
    private let reader: ShardReader

    /// Names the segment.
    ///
    /// - Parameters:
    ///   - segment: The segment.
    ///   - directory: The directory of segments.
    ///   - shard: The shard that the segment must belong to.
    ///   - reader: What reads the shard.
    init(_ segment: UInt64, in directory: SegmentDirectory, shard: ShardID, reader: ShardReader) {
        self.segment = segment
        self.directory = directory
        self.shard = shard
        self.reader = reader
    }

    /// Opens the segment.
    ///
    /// - Parameter place: Where to go on, if that is a place in this segment.
    /// - Returns: The check of the segment, or why there is none.
    /// - Throws: What the index throws, and what the file system throws when it is worth trying again.
    func open(at place: SegmentPlace?) throws(BlobStoreError) -> Outcome {
        // Looked up before the file is opened: so it is at least as long as the index says.
        let index = reader.index
        let checkpoint = try index.read { (txn) throws(BlobStoreError) in try index.checkpoint(txn) }
        do throws(BlobStoreError) {
            let segmentReader = try SegmentReader.open(segment, in: directory, shard: shard)
            let ending: SegmentCheck.Ending =
                checkpoint.map { position in
                    position.segment == segment ? .open(position) : .sealed
                } ?? .sealed
            let isHere = place?.position.segment == segment
            return .check(SegmentCheck(segmentReader, ending: ending, of: reader, from: isHere ? place : nil))
        } catch .damagedSegment(let segment, let offset, let fault) {
            return .damaged(.damagedSegment(segment, offset: offset, fault))
        } catch .file(let error) where error.isAbsence {
            guard try isKnown() else { return .empty }
            return .damaged(.unreadableSegment(segment, offset: 0, reason: "\(error)"))
        } catch .file(let error) where !error.isWorthRetrying {
            return .damaged(.unreadableSegment(segment, offset: 0, reason: "\(error)"))
        }
    }

    /// Tells whether the index still needs the segment: compaction takes it out of the index before it removes the file.
    private func isKnown() throws(BlobStoreError) -> Bool {
        let index = reader.index
        return try index.read { (txn) throws(BlobStoreError) in
            try index.contains(IndexKey.segment(segment), in: index.segments, txn)
        }
    }
}
