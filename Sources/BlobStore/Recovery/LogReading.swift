import BlobModel
import DurableIO

/// Reads the whole log of a stopped shard into an empty index.
///
/// Where the opening of a shard refuses, this goes on: over damaged bodies always, since their records say what is lost,
/// and over damaged headers when it may salvage what is left. The log is only read.
struct LogReading {
    /// The bytes after which the progress is told.
    private static let progressStep: UInt64 = 8 << 20

    /// What was found so far.
    private(set) var report = RebuildReport()

    /// Tells whether to go on over damaged headers.
    let isSalvage: Bool

    private let directory: SegmentDirectory
    private let shard: ShardID
    private let members: ManifestMembers
    private let index: ShardIndex
    private let progress: (RebuildProgress) -> Void
    private var feed: IndexFeed
    private var end: LogPosition?
    /// Whether the numbers at the end are not those of the next segment's beginning.
    private var isGap = false
    private var total: UInt64 = 0
    private var passed: UInt64 = 0
    private var told: UInt64 = 0

    /// Makes a reading.
    ///
    /// - Parameters:
    ///   - directory: The directory of segments.
    ///   - shard: The shard's ID.
    ///   - members: What tells the members of manifests.
    ///   - index: The empty index.
    ///   - isSalvage: Tells whether to go on over damaged headers.
    ///   - progress: Is told how far the reading is.
    init(
        _ directory: SegmentDirectory,
        of shard: ShardID,
        _ members: ManifestMembers,
        into index: ShardIndex,
        isSalvage: Bool,
        progress: @escaping (RebuildProgress) -> Void
    ) {
        self.directory = directory
        self.shard = shard
        self.members = members
        self.index = index
        self.isSalvage = isSalvage
        self.progress = progress
        feed = IndexFeed(index)
    }

    /// Reads all segments of the log.
    ///
    /// - Throws: ``BlobStoreError/damagedSegment(_:offset:_:)`` for damage that is not passed over, and what the file system
    ///   or the index throws.
    mutating func run(_ layout: LogLayout) throws(BlobStoreError) {
        for segment in layout.current { total += try directory.size(of: segment.name) }
        for segment in layout.current {
            try read(segment, isLast: segment == layout.current.last)
            report.segments += 1
            passed += try directory.size(of: segment.name)
            tell(passed)
        }
        report.bytes = total
        report.records = feed.count
        report.settle(try index.quarantinedPlaces())
    }

    private mutating func read(_ segment: LogLayout.Segment, isLast: Bool) throws(BlobStoreError) {
        guard let reader = try open(segment.name) else { return }
        let start = try start(in: reader)
        var replay = SegmentReplay(reader, from: start, bodies: .tolerant, members: members)
        var isResumed = false
        repeat {
            try drain(&replay)
            guard let next = try rest(of: replay, reader, isLast: isLast, isResumed: isResumed) else { return }
            replay = SegmentReplay(reader, from: next, bodies: .tolerant, members: members)
            isResumed = true
        } while true
    }

    private mutating func drain(_ replay: inout SegmentReplay) throws(BlobStoreError) {
        while let batch = try replay.nextBatch() {
            report.damaged += batch.damage.map(DamagedStretch.init)
            try feed.add(batch, end: replay.position)
            if passed + replay.position.offset >= told + Self.progressStep { tell(passed + replay.position.offset) }
        }
        try feed.flush(to: replay.position)
        end = replay.position
    }

    /// Returns where to go on in a segment of which a replay has come to an end, or nil when it is done.
    private mutating func rest(
        of replay: SegmentReplay,
        _ reader: SegmentReader,
        isLast: Bool,
        isResumed: Bool
    ) throws(BlobStoreError) -> LogPosition? {
        switch replay.ending {
        case .sealed:
            try feed.seal(at: replay.position)
            return nil
        case .open where isLast:
            return nil
        case .torn(let offset, let fault):
            if isResumed, let footer = try reader.footer(), footer.position.offset == offset {
                // The chain is broken where records are lost; the footer says up to where they reached.
                end?.sequence = footer.position.sequence
                end?.batch = footer.position.batch
                return nil
            }
            if isLast, try isTornTail(reader, replay.position, offset, fault) {
                report.tornBytes = reader.byteCount - replay.position.offset
                return nil
            }
            return try salvage(replay, reader, offset, fault)
        case .open, nil:
            return try salvage(replay, reader, reader.byteCount, .missingFooter)
        }
    }

    private func isTornTail(
        _ reader: SegmentReader,
        _ position: LogPosition,
        _ offset: UInt64,
        _ fault: SegmentFault
    ) throws(BlobStoreError) -> Bool {
        guard !fault.isOfAnotherVersion else { return false }
        return try TornTail(reader, after: position).objection(after: offset) == nil
    }

    /// Keeps what was read before damage, and looks for the next record behind it.
    private mutating func salvage(
        _ replay: SegmentReplay,
        _ reader: SegmentReader,
        _ offset: UInt64,
        _ fault: SegmentFault
    ) throws(BlobStoreError) -> LogPosition? {
        // What another version wrote is no damage, and not for this one to pass over.
        guard isSalvage, !fault.isOfAnotherVersion else {
            throw .damagedSegment(replay.position.segment, offset: offset, fault)
        }
        let known = try keep(replay.unfinished, after: replay.position)
        let search = LaterRecords(reader, after: known, fromBatch: known.batch)
        if case .record(let record, let found) = try search.first(after: offset) {
            lose(offset..<found, of: reader, after: known.sequence, before: record.sequence)
            return Self.position(before: record, at: found, in: reader)
        }
        let footer = try reader.footer()
        let lostEnd = footer?.position.offset ?? reader.byteCount
        lose(
            min(offset, lostEnd)..<lostEnd,
            of: reader,
            after: known.sequence,
            before: footer.map { $0.position.sequence + 1 }
        )
        end = footer?.position ?? known
        isGap = footer == nil
        return nil
    }

    /// Enters the records of a batch of which the end is lost; it was synchronised, since something follows.
    private mutating func keep(
        _ batch: ReplayedBatch,
        after position: LogPosition
    ) throws(BlobStoreError) -> LogPosition {
        guard let last = batch.records.last else { return position }
        var known = position
        known.offset = last.bodyOffset + last.record.bodyByteCount
        known.sequence = last.record.sequence
        report.damaged += batch.damage.map(DamagedStretch.init)
        try feed.add(batch, end: known)
        try feed.flush(to: known)
        return known
    }

    private mutating func lose(
        _ range: Range<UInt64>,
        of reader: SegmentReader,
        after sequence: UInt64,
        before next: UInt64?
    ) {
        report.lost.append(LostStretch(range, of: reader.header.name, after: sequence, before: next))
    }

    /// Opens a segment; nil when its header is damaged and it is given up.
    private mutating func open(_ name: SegmentName) throws(BlobStoreError) -> SegmentReader? {
        do throws(BlobStoreError) {
            return try SegmentReader.open(name.rawValue, in: directory, shard: shard)
        } catch .damagedSegment(let segment, let offset, let fault) {
            // Without the header's salt no record can be told from what somebody uploaded.
            guard isSalvage else { throw .damagedSegment(segment, offset: offset, fault) }
            let size = try directory.size(of: name)
            report.lost.append(LostStretch(0..<size, of: name, after: end?.sequence ?? 0, before: nil))
            isGap = true
            return nil
        }
    }

    private mutating func start(in reader: SegmentReader) throws(BlobStoreError) -> LogPosition {
        let start = end?.entering(reader.header) ?? LogPosition(header: reader.header)
        guard isGap, case .success(let item) = try reader.record(at: start.offset) else { return start }
        isGap = false
        if var last = report.lost.popLast() {
            last.lastRecord = item.record.sequence - 1
            report.lost.append(last)
        }
        return LogPosition(header: reader.header, sequence: item.record.sequence - 1, batch: item.record.batch - 1)
    }

    private static func position(
        before record: SegmentRecord,
        at offset: UInt64,
        in reader: SegmentReader
    ) -> LogPosition {
        LogPosition(
            segment: reader.header.name.rawValue,
            offset: offset,
            sequence: record.sequence - 1,
            batch: record.batch - 1,
            chain: reader.header.chainStart
        )
    }

    private mutating func tell(_ bytes: UInt64) {
        told = bytes
        progress(RebuildProgress(bytes: min(bytes, total), total: total))
    }
}
