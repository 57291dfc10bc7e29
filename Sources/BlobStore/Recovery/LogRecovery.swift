import BlobModel
import DurableIO
import Logging

/// Brings index and log together when a shard is opened.
///
/// The records after the index's checkpoint are read, checked, and entered into the index; the torn tail of the last
/// segment is cut off, durably; whatever no crash explains is refused and left as it is. With an empty index all
/// segments are read, which rebuilds it.
struct LogRecovery {
    /// The number of records after which what was read is committed to the index.
    private static let commitThreshold = 2_048

    /// The log as the recovery left it.
    struct Outcome {
        /// The open segment, or nil when the next batch begins a new one.
        var segment: SegmentWriter?

        /// Where the log ends; nil when it has no segment yet.
        var end: LogPosition?
    }

    /// The directory of segments.
    let directory: SegmentDirectory

    /// The shard's index.
    let index: ShardIndex

    private let shard: ShardID
    private let logger: Logger
    private var pending: [PlacedRecord] = []
    private var replayed = 0

    /// Makes a recovery.
    init(directory: SegmentDirectory, index: ShardIndex, shard: ShardID, logger: Logger) {
        self.directory = directory
        self.index = index
        self.shard = shard
        self.logger = logger
    }

    /// Recovers the log and the index.
    ///
    /// - Throws: ``BlobStoreError/damagedSegment(_:offset:_:)``, ``BlobStoreError/indexAheadOfLog(segment:offset:)``, and
    ///   what the file system or the index throws.
    mutating func run() throws(BlobStoreError) -> Outcome {
        let numbers = try usableSegments()
        let checkpoint = try index.read { (txn) throws(BlobStoreError) in try index.checkpoint(txn) }
        try checkPresence(of: checkpoint, numbers)
        if let last = numbers.last { try synchronise(last) }
        var outcome = Outcome(segment: nil, end: checkpoint)
        for number in numbers where number >= checkpoint?.segment ?? 0 {
            let reader = try SegmentReader.open(number, in: directory, shard: shard)
            try recover(reader, isLast: number == numbers.last, &outcome)
        }
        if replayed > 0 {
            logger.info(
                "The log was replayed into the index",
                metadata: ["records": "\(replayed)"]
            )
        }
        return outcome
    }

    private mutating func recover(
        _ reader: SegmentReader,
        isLast: Bool,
        _ outcome: inout Outcome
    ) throws(BlobStoreError) {
        var replay = SegmentReplay(reader, from: start(in: reader, after: outcome.end))
        while let batch = try replay.nextBatch() {
            pending += batch
            replayed += batch.count
            if pending.count >= Self.commitThreshold { try commit(to: replay.position) }
        }
        try commit(to: replay.position)
        outcome.end = replay.position
        switch replay.ending {
        case .sealed: break
        case .open where isLast: outcome.segment = try reopen(reader, at: replay.position)
        case .torn(let offset, let fault) where isLast:
            try refuseUnlessTorn(reader, replay.position, offset, fault)
            outcome.segment = try reopen(reader, at: replay.position)
        case .torn(let offset, let fault): throw .damagedSegment(reader.header.number, offset: offset, fault)
        case .open, nil: throw .damagedSegment(reader.header.number, offset: reader.byteCount, .missingFooter)
        }
    }

    private func start(in reader: SegmentReader, after end: LogPosition?) -> LogPosition {
        guard let end else { return LogPosition(header: reader.header) }
        return end.segment == reader.header.number ? end : end.entering(reader.header)
    }

    private mutating func commit(to position: LogPosition) throws(BlobStoreError) {
        guard !pending.isEmpty else { return }
        let records = pending
        try index.write { (txn) throws(BlobStoreError) in try index.apply(records, end: position, &txn) }
        pending = []
    }

    private func refuseUnlessTorn(
        _ reader: SegmentReader,
        _ position: LogPosition,
        _ offset: UInt64,
        _ fault: SegmentFault
    ) throws(BlobStoreError) {
        let number = reader.header.number
        switch fault {
        case .unknownKind, .unsupported:
            // Its checksum matches: another version wrote it so, and it is not for this one to cut off.
            throw .damagedSegment(number, offset: offset, fault)
        default: break
        }
        if let batch = try TornTail(reader, after: position).laterBatch(after: offset) {
            throw .damagedSegment(number, offset: offset, .followedByLaterBatch(batch))
        }
        logger.warning(
            "A torn tail was cut off",
            metadata: [
                "segment": "\(number)", "offset": "\(position.offset)",
                "bytes": "\(reader.byteCount - position.offset)", "fault": "\(fault)",
            ]
        )
    }

    /// Opens the last segment for appending; "truncate, sync the truncation, and only then append".
    private func reopen(_ reader: SegmentReader, at position: LogPosition) throws(BlobStoreError) -> SegmentWriter {
        do throws(FileError) {
            let file = try directory.fileSystem.openForAppending(at: directory.path(of: reader.header.number))
            var writer = SegmentWriter(file: file, header: reader.header, position: position)
            if reader.byteCount > position.offset { try writer.rollBack(to: position) }
            return writer
        } catch {
            throw .file(error)
        }
    }
}
