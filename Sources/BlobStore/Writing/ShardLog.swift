import BlobModel
import DurableIO
import FoundationEssentials

/// The end of a shard's log: the open segment, sealed and followed by a new one when it is full.
struct ShardLog {
    /// The shard that has the log.
    let shard: ShardID

    private let directory: SegmentDirectory
    private let segmentByteLimit: UInt64
    private let now: @Sendable () -> Date
    private var segment: SegmentWriter?
    private var end: LogPosition?
    /// Whether the batch goes on of which the last record is one.
    private var isInsideBatch = false

    /// The synchronisations of segments so far.
    private(set) var synchronisations: UInt64 = 0

    /// Takes over a log as the recovery left it.
    init(_ recovered: LogRecovery.Outcome, directory: SegmentDirectory, shard: ShardID, options: ShardOptions) {
        self.directory = directory
        self.shard = shard
        segmentByteLimit = options.segmentByteLimit
        now = options.now
        segment = recovered.segment
        end = recovered.end
    }

    /// Appends a part of a batch without making it durable.
    ///
    /// - Parameters:
    ///   - part: The records.
    ///   - staysOpen: Whether the batch may go on after the part. It ends all the same when the segment is full.
    /// - Returns: The records with their places, and whether the batch ends with them.
    /// - Throws: ``ShardLogError``; then nothing of the part is in the log, unless it says that the end is unknown.
    mutating func append(_ part: WriteBatch, staysOpen: Bool) throws(ShardLogError) -> EncodedBatch {
        var segment = try openSegment(for: part)
        let start = segment.position
        let room = segmentByteLimit - min(start.offset, segmentByteLimit)
        let encoded = part.encoded(
            at: start,
            batch: start.batch + (isInsideBatch ? 0 : 1),
            endsBatch: !staysOpen || UInt64(part.bodyByteCount) >= room,
            salt: segment.header.salt
        )
        do throws(FileError) {
            try segment.append(encoded)
        } catch {
            try cut(&segment, to: start)
            throw .refused(error)
        }
        self.segment = segment
        end = segment.position
        isInsideBatch = !encoded.endsBatch
        return encoded
    }

    /// Has the system begin to write a part to the disk, so that the synchronisation that covers it takes less time.
    func beginWriteback(of part: EncodedBatch) {
        segment?.beginWriteback(of: part)
    }

    /// Makes durable what was appended.
    ///
    /// - Throws: ``ShardLogError/unknownEnd(_:)``; nothing may be written any more then.
    mutating func synchronise() throws(ShardLogError) {
        synchronisations += 1
        do throws(FileError) { try segment?.synchronise() } catch { throw .unknownEnd(error) }
    }

    /// Takes the last batch out of the log again, durably.
    ///
    /// - Parameter start: Where the batch begins.
    /// - Throws: ``ShardLogError/unknownEnd(_:)`` when it may still be there.
    mutating func rollBack(to start: LogPosition) throws(ShardLogError) {
        guard var segment, segment.position.segment == start.segment else {
            preconditionFailure("Only the last batch can be taken out of the log.")
        }
        try cut(&segment, to: start)
        self.segment = segment
        end = segment.position
        isInsideBatch = false
    }

    private mutating func openSegment(for part: WriteBatch) throws(ShardLogError) -> SegmentWriter {
        if let segment {
            let isEmpty = segment.position.records == 0
            let wanted = segment.position.offset + UInt64(part.bodyByteCount)
            // A batch is never divided between segments.
            if isEmpty || isInsideBatch || wanted <= segmentByteLimit { return segment }
            try seal(segment)
        }
        return try beginSegment()
    }

    private mutating func seal(_ segment: SegmentWriter) throws(ShardLogError) {
        synchronisations += 1
        do throws(FileError) {
            try segment.seal()
        } catch {
            // After a failed synchronisation nothing may be trusted; a footer that found no room can be cut off.
            guard error.isNoSpace, !error.isSynchronisation else { throw .unknownEnd(error) }
            var segment = segment
            try cut(&segment, to: segment.position)
            throw .refused(error)
        }
        self.segment = nil
    }

    private mutating func beginSegment() throws(ShardLogError) -> SegmentWriter {
        let header = SegmentHeader(
            shard: shard,
            number: SegmentName(rawValue: end?.segment ?? 0).number + 1,
            created: now()
        )
        synchronisations += 1
        do throws(FileError) {
            let segment = try SegmentWriter.create(header, after: end, in: directory)
            self.segment = segment
            end = segment.position
            return segment
        } catch {
            throw error.isSynchronisation ? .unknownEnd(error) : .refused(error)
        }
    }

    private func cut(_ segment: inout SegmentWriter, to position: LogPosition) throws(ShardLogError) {
        do throws(FileError) {
            try segment.rollBack(to: position)
        } catch {
            throw .unknownEnd(error)
        }
    }
}

/// Why the log did not take a batch.
enum ShardLogError: Error {
    /// The log is as it was before; the same may succeed later.
    case refused(FileError)
    /// What was appended may or may not be there; only opening the shard again can tell.
    case unknownEnd(FileError)
}

extension FileError {
    /// Tells whether bytes or names could not be made durable.
    fileprivate var isSynchronisation: Bool {
        switch self {
        case .system(.synchronise, _, _), .system(.synchroniseDirectory, _, _): true
        default: false
        }
    }
}
