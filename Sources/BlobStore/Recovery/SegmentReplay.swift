import BlobModel

/// Reads a segment's records from a position on, batch by batch, and finds out how it ends.
struct SegmentReplay {
    /// What is done about bodies.
    enum BodyCheck: Hashable, Sendable {
        /// A record with a damaged body is not taken for one.
        case strict
        /// A damaged body is reported, if what follows proves that it was whole once.
        case tolerant
        /// Bodies are not read.
        case none
    }

    /// How the records of a segment end.
    enum Ending: Hashable, Sendable {
        /// With the last batch: the segment is open, and the next batch may be appended.
        case open
        /// With a footer: the segment is sealed.
        case sealed
        /// With bytes that are not a whole batch, for the reason given.
        case torn(at: UInt64, SegmentFault)
    }

    /// The place after the last whole batch; after a footer, the place from which the next segment goes on.
    private(set) var position: LogPosition

    /// How the records end; nil until they have been read to the end.
    private(set) var ending: Ending?

    /// The records after ``position`` that are no whole batch, when the records have been read to their end.
    private(set) var unfinished = ReplayedBatch()

    /// What reads the segment.
    var scanner: SegmentScanner

    private let bodies: BodyCheck
    private let members: ManifestMembers

    /// Makes a replay.
    ///
    /// - Parameters:
    ///   - reader: The segment.
    ///   - position: The place in it from which to read.
    ///   - bodies: What is done about bodies.
    ///   - members: What tells the members of manifests; they are not told when bodies are not read.
    init(
        _ reader: SegmentReader,
        from position: LogPosition,
        bodies: BodyCheck = .strict,
        members: ManifestMembers = .plain
    ) {
        scanner = SegmentScanner(reader)
        self.position = position
        self.bodies = bodies
        self.members = members
    }

    private var reader: SegmentReader { scanner.reader }

    private var isCompacted: Bool { reader.header.generation > 0 }

    /// Returns the records of the next whole batch, checked to the last byte, or nil at the end.
    ///
    /// After the end ``ending`` says how it came.
    ///
    /// - Throws: ``BlobStoreError/damagedSegment(_:offset:_:)`` when an intact record is not the next one, and
    ///   ``BlobStoreError/file(_:)``.
    mutating func nextBatch() throws(BlobStoreError) -> ReplayedBatch? {
        var end = position
        var batch = ReplayedBatch()
        while end.offset < reader.byteCount {
            if let fault = try addRecord(at: &end, to: &batch) {
                ending = try ending(at: end, fault)
                unfinished = batch
                return nil
            }
            guard batch.records.last?.record.endsBatch == true else { continue }
            if !batch.damage.isEmpty, try !isFollowed(end) { return refuse(batch) }
            position = end
            return batch
        }
        // A batch without its end was never acknowledged.
        ending = batch.isEmpty ? .open : .torn(at: end.offset, .cut)
        unfinished = batch
        return nil
    }

    /// Reads a record and moves past it; returns the fault that keeps the bytes from being one.
    private mutating func addRecord(
        at end: inout LogPosition,
        to batch: inout ReplayedBatch
    ) throws(BlobStoreError) -> SegmentFault? {
        let item: SegmentReader.Item
        switch try scanner.record(at: end.offset) {
        case .failure(let fault): return fault
        case .success(let found): item = found
        }
        let bodyOffset = end.offset + UInt64(item.header.count)
        guard let damaged = try damagedParts(of: item.record, at: bodyOffset) else { return .body }
        try checkOrder(of: item.record, after: end)
        var placed = PlacedRecord(record: item.record, segment: end.segment, bodyOffset: bodyOffset)
        if damaged.isEmpty { placed.members = try members(of: item.record, at: bodyOffset, end) }
        batch.add(placed, damagedParts: damaged)
        end.pass(item.record, header: item.header)
        return nil
    }

    /// Returns the damaged parts of a body as far as they may be passed over; nil when the record must not be taken.
    private mutating func damagedParts(
        of record: SegmentRecord,
        at offset: UInt64
    ) throws(BlobStoreError) -> [Int]? {
        guard bodies != .none else {
            return record.bodyByteCount <= reader.byteCount - min(offset, reader.byteCount) ? [] : nil
        }
        // "verifying header CRCs and body digests": an intact header over a lost body must not be indexed.
        let damaged = try scanner.damagedParts(of: record, at: offset)
        return bodies == .tolerant || damaged == [] ? damaged : nil
    }

    private mutating func members(
        of record: SegmentRecord,
        at offset: UInt64,
        _ end: LogPosition
    ) throws(BlobStoreError) -> [ContentID] {
        guard case .manifest(_, _, let byteCount) = record.content, bodies != .none else { return [] }
        let body = try scanner.withBytes(Int(byteCount), at: offset) { ShardIndex.copy($0) } ?? []
        do throws(SegmentFault) {
            return try members.names(in: record, body: body)
        } catch {
            throw .damagedSegment(end.segment, offset: end.offset, error)
        }
    }

    private func checkOrder(of record: SegmentRecord, after end: LogPosition) throws(BlobStoreError) {
        // Compaction leaves records out, and each one that it keeps stands for itself.
        let isNext =
            isCompacted
            ? record.sequence > end.sequence && record.batch >= end.batch && record.endsBatch
            : record.sequence == end.sequence + 1 && record.batch == position.batch + 1
        guard isNext else {
            let fault = SegmentFault.outOfOrder(sequence: record.sequence, batch: record.batch)
            throw .damagedSegment(end.segment, offset: end.offset, fault)
        }
    }

    /// Tells whether a whole record or the footer follows a batch, which proves that the batch was synchronised.
    private mutating func isFollowed(_ end: LogPosition) throws(BlobStoreError) -> Bool {
        if case .success(let item) = try scanner.record(at: end.offset) { return item.record.batch >= end.batch }
        return try reader.end(at: end) != nil
    }

    private mutating func refuse(_ batch: ReplayedBatch) -> ReplayedBatch? {
        ending = .torn(at: batch.damage.first?.offset ?? position.offset, .body)
        unfinished = batch
        return nil
    }

    private mutating func ending(at end: LogPosition, _ fault: SegmentFault) throws(BlobStoreError) -> Ending {
        guard try reader.isFooterPlausible(at: end.offset), end == position else {
            return .torn(at: end.offset, fault)
        }
        guard let sealed = try reader.end(at: end) else { return .torn(at: end.offset, .footer) }
        position = sealed
        return .sealed
    }
}
