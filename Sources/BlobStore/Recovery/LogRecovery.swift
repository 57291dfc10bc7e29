import BlobModel
import DurableIO
import Logging

/// Brings index and log together when a shard is opened.
///
/// The records after the index's checkpoint are read, checked, and entered into the index; the torn tail of the last
/// segment is cut off, durably; a compaction that was interrupted is brought to its end or taken back; whatever no crash
/// explains is refused and left as it is. With an empty index all segments are read, which rebuilds it.
struct LogRecovery {
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

    /// The shard's ID.
    let shard: ShardID

    private let logger: Logger
    private let members: ManifestMembers
    private var feed: IndexFeed

    /// Makes a recovery.
    ///
    /// - Parameters:
    ///   - directory: The directory of segments.
    ///   - index: The shard's index.
    ///   - shard: The shard's ID.
    ///   - members: What tells the members of manifests.
    ///   - logger: Where to tell of what was recovered.
    init(
        directory: SegmentDirectory,
        index: ShardIndex,
        shard: ShardID,
        members: ManifestMembers = .plain,
        logger: Logger
    ) {
        self.directory = directory
        self.index = index
        self.shard = shard
        self.members = members
        self.logger = logger
        feed = IndexFeed(index)
    }

    /// Recovers the log and the index.
    ///
    /// - Throws: ``BlobStoreError/damagedSegment(_:offset:_:)``, ``BlobStoreError/segmentMissing(_:)``,
    ///   ``BlobStoreError/indexAheadOfLog(segment:offset:)``, and what the file system or the index throws.
    mutating func run() throws(BlobStoreError) -> Outcome {
        let names = try usableSegments()
        let layout = try LogLayout(reading: names, in: directory, shard: shard)
        let checkpoint = try index.read { (txn) throws(BlobStoreError) in try index.checkpoint(txn) }
        try checkPresence(of: checkpoint, names, layout)
        // The index must not know of a record that a loss of power can still take away, and what is there is answered, and
        // deduplicated against, without another synchronisation. All other segments were synchronised when they were sealed.
        if let last = names.last { try directory.secure(last, from: checkpoint?.offset(in: last) ?? 0) }
        let outcome = try replay(layout, after: checkpoint)
        // Only now: as long as an output was not read, what it replaced may still be needed.
        for output in layout.unfinished { try finish(output, replacing: layout.inputs(of: output)) }
        return outcome
    }

    private mutating func replay(_ layout: LogLayout, after checkpoint: LogPosition?) throws(BlobStoreError) -> Outcome
    {
        var outcome = Outcome(segment: nil, end: checkpoint)
        let first = SegmentName(rawValue: checkpoint?.segment ?? 0).number
        for segment in layout.current where segment.name.number >= first {
            let reader = try SegmentReader.open(segment.name.rawValue, in: directory, shard: shard)
            try recover(reader, isLast: segment == layout.current.last, &outcome)
        }
        if feed.count > 0 {
            logger.info("The log was replayed into the index", metadata: ["records": "\(feed.count)"])
        }
        return outcome
    }

    private mutating func recover(
        _ reader: SegmentReader,
        isLast: Bool,
        _ outcome: inout Outcome
    ) throws(BlobStoreError) {
        var replay = SegmentReplay(reader, from: start(in: reader, after: outcome.end), members: members)
        while let batch = try replay.nextBatch() { try feed.add(batch, end: replay.position) }
        try feed.flush(to: replay.position)
        outcome.end = replay.position
        let name = reader.header.name.rawValue
        switch replay.ending {
        case .sealed: try feed.seal(at: replay.position)
        case .open where isLast: outcome.segment = try reopen(reader, at: replay.position)
        case .torn(let offset, let fault) where isLast:
            try refuseUnlessTorn(reader, replay.position, offset, fault)
            outcome.segment = try reopen(reader, at: replay.position)
        case .torn(let offset, let fault): throw .damagedSegment(name, offset: offset, fault)
        case .open, nil: throw .damagedSegment(name, offset: reader.byteCount, .missingFooter)
        }
    }

    private func start(in reader: SegmentReader, after end: LogPosition?) -> LogPosition {
        guard let end else { return LogPosition(header: reader.header) }
        return end.segment == reader.header.name.rawValue ? end : end.entering(reader.header)
    }

    private func refuseUnlessTorn(
        _ reader: SegmentReader,
        _ position: LogPosition,
        _ offset: UInt64,
        _ fault: SegmentFault
    ) throws(BlobStoreError) {
        let name = reader.header.name.rawValue
        // Its checksum matches: another version wrote it so, and it is not for this one to cut off.
        guard !fault.isOfAnotherVersion else { throw .damagedSegment(name, offset: offset, fault) }
        if let objection = try TornTail(reader, after: position).objection(after: offset) {
            throw .damagedSegment(name, offset: offset, objection)
        }
        logger.warning(
            "A torn tail was cut off",
            metadata: [
                "segment": "\(reader.header.name)", "offset": "\(position.offset)",
                "bytes": "\(reader.byteCount - position.offset)", "fault": "\(fault)",
            ]
        )
    }

    /// Opens the last segment for appending; "truncate, sync the truncation, and only then append".
    private func reopen(_ reader: SegmentReader, at position: LogPosition) throws(BlobStoreError) -> SegmentWriter {
        do throws(FileError) {
            let path = directory.path(of: reader.header.name.rawValue)
            let file = try directory.fileSystem.openForAppending(at: path)
            var writer = SegmentWriter(file: file, header: reader.header, position: position)
            if reader.byteCount > position.offset { try writer.rollBack(to: position) }
            return writer
        } catch {
            throw .file(error)
        }
    }
}
