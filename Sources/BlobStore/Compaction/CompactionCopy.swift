import BlobModel
import DurableIO
import FoundationEssentials
import KeyValueIndex

/// Copies what is live of a run into its output, step by step.
///
/// It changes nothing but its draft. Each body is checked before it is copied. What it found live may be removed before the
/// end, and is copied for nothing then; what it found dead cannot come back, since only the writer makes rows, and those
/// of later records.
struct CompactionCopy {
    /// The bytes of inputs after which a step ends.
    private static let stepByteCount: UInt64 = 1 << 20

    /// The records after which a step ends.
    private static let stepRecordCount = 512

    /// The output.
    private(set) var draft: CompactionDraft

    /// The records copied so far, whole or in part.
    private(set) var keptRecords: UInt64 = 0

    /// The records passed so far.
    private(set) var passedRecords: UInt64 = 0

    private let directory: SegmentDirectory
    private let index: ShardIndex
    private let shard: ShardID
    private var live: LiveRecords
    private var remaining: ArraySlice<SegmentName>
    private var replay: SegmentReplay?
    private var end: LogPosition

    /// Begins the copy of a run.
    ///
    /// - Parameters:
    ///   - run: The run.
    ///   - former: The segment before it, or nil when it begins the log.
    ///   - directory: The directory of segments.
    ///   - index: The shard's index.
    ///   - shard: The shard's ID.
    /// - Throws: ``BlobStoreError/damagedSegment(_:offset:_:)`` when the segment before has no footer, and what the file
    ///   system throws.
    init(
        _ run: CompactionRun,
        after former: SegmentName?,
        in directory: SegmentDirectory,
        _ index: ShardIndex,
        _ shard: ShardID
    ) throws(BlobStoreError) {
        let header = SegmentHeader(shard: shard, name: run.output, through: run.through, created: index.now())
        end = LogPosition(header: header)
        if let former {
            let reader = try SegmentReader.open(former.rawValue, in: directory, shard: shard)
            guard let footer = try reader.footer() else {
                throw .damagedSegment(former.rawValue, offset: reader.byteCount, .footer)
            }
            end = footer.position
        }
        live = LiveRecords(after: end.sequence)
        draft = try CompactionDraft(header, after: end, in: directory)
        remaining = run.names[...]
        self.directory = directory
        self.index = index
        self.shard = shard
    }

    /// Copies about a mebibyte of the inputs further.
    ///
    /// - Returns: The bytes of the inputs that were passed; nil when there is no more.
    /// - Throws: ``BlobStoreError/damagedContent(_:)`` or ``BlobStoreError/damagedSegment(_:offset:_:)`` for a run that must
    ///   stay as it is, and what the file system or the index throws.
    mutating func step() throws(BlobStoreError) -> Int? {
        guard var replay = try currentInput() else { return nil }
        // One holder of the window: it must not be copied by the change of what it reads.
        self.replay = nil
        let start = replay.position.offset
        var records = 0
        while records < Self.stepRecordCount, replay.position.offset - start < Self.stepByteCount {
            guard let batch = try replay.nextBatch() else { break }
            try copy(batch.records, from: &replay)
            records += batch.records.count
        }
        let passed = Int(replay.position.offset - start)
        if replay.ending == nil { self.replay = replay } else { try finish(replay) }
        return passed
    }

    /// Writes the footer and makes the output durable, but does not publish it.
    ///
    /// - Throws: ``BlobStoreError/file(_:)``.
    mutating func seal() throws(BlobStoreError) {
        try draft.seal(at: end)
    }

    private mutating func currentInput() throws(BlobStoreError) -> SegmentReplay? {
        if let replay { return replay }
        guard let name = remaining.popFirst() else { return nil }
        let reader = try SegmentReader.open(name.rawValue, in: directory, shard: shard)
        return SegmentReplay(reader, from: end.entering(reader.header), bodies: .none)
    }

    private mutating func finish(_ replay: SegmentReplay) throws(BlobStoreError) {
        let name = replay.position.segment
        switch replay.ending {
        case .sealed: end = replay.position
        case .torn(let offset, let fault): throw .damagedSegment(name, offset: offset, fault)
        case .open, nil: throw .damagedSegment(name, offset: replay.position.offset, .missingFooter)
        }
    }

    private mutating func copy(
        _ records: [PlacedRecord],
        from replay: inout SegmentReplay
    ) throws(BlobStoreError) {
        for (placed, kept) in zip(records, try judge(records)) {
            passedRecords += 1
            guard let kept else { continue }
            var bodies: [[UInt8]] = []
            for part in kept.parts { bodies.append(try body(part, of: placed.record, from: &replay)) }
            try draft.append(placed.record, saying: kept.content, bodies: bodies)
            keptRecords += 1
        }
    }

    private mutating func judge(_ records: [PlacedRecord]) throws(BlobStoreError) -> [KeptRecord?] {
        let index = index
        return try index.read { (txn) throws(BlobStoreError) in
            var kept: [KeptRecord?] = []
            for placed in records { kept.append(try live.kept(of: placed, index, txn)) }
            return kept
        }
    }

    private func body(
        _ part: KeptRecord.Part,
        of record: SegmentRecord,
        from replay: inout SegmentReplay
    ) throws(BlobStoreError) -> [UInt8] {
        let bytes = try replay.scanner.withBytes(part.byteCount, at: part.offset) { stored in
            Self.isWhole(stored, part, record) ? ShardIndex.copy(stored) : nil
        }
        guard let bytes, let bytes else { throw .damagedContent(Self.name(of: part, record)) }
        return bytes
    }

    private static func isWhole(_ stored: Span<UInt8>, _ part: KeptRecord.Part, _ record: SegmentRecord) -> Bool {
        if let entry = part.entry { return entry.matches(stored) }
        guard case .manifest(_, let digest, _) = record.content else { return false }
        return ContentID(of: stored) == digest
    }

    private static func name(of part: KeptRecord.Part, _ record: SegmentRecord) -> ContentID {
        if let entry = part.entry { return entry.id }
        guard case .manifest(let blob, _, _) = record.content else { return record.domainKey }
        return blob.blob
    }
}
