import BlobModel

/// Reads a segment's records from a position on, batch by batch, and finds out how it ends.
struct SegmentReplay {
    /// How the records of a segment end.
    enum Ending: Hashable, Sendable {
        /// With the last batch: the segment is open, and the next batch may be appended.
        case open
        /// With a footer: the segment is sealed.
        case sealed
        /// With bytes that are not a whole batch, for the reason given.
        case torn(at: UInt64, SegmentFault)
    }

    /// The place after the last whole batch.
    private(set) var position: LogPosition

    /// How the records end; nil until they have been read to the end.
    private(set) var ending: Ending?

    private let reader: SegmentReader

    /// Makes a replay.
    ///
    /// - Parameters:
    ///   - reader: The segment.
    ///   - position: The place in it from which to read.
    init(_ reader: SegmentReader, from position: LogPosition) {
        self.reader = reader
        self.position = position
    }

    /// Returns the records of the next whole batch, checked to the last byte, or nil at the end.
    ///
    /// After the end ``ending`` says how it came.
    ///
    /// - Throws: ``BlobStoreError/damagedSegment(_:offset:_:)`` when an intact record is not the next one, and
    ///   ``BlobStoreError/file(_:)``.
    mutating func nextBatch() throws(BlobStoreError) -> [PlacedRecord]? {
        var end = position
        var batch: [PlacedRecord] = []
        while end.offset < reader.byteCount {
            switch try intactRecord(at: end.offset) {
            case .failure(let fault):
                ending = try ending(at: end, fault)
                return nil
            case .success(let item):
                try checkOrder(of: item.record, after: end)
                let bodyOffset = end.offset + UInt64(item.header.count)
                batch.append(PlacedRecord(record: item.record, segment: end.segment, bodyOffset: bodyOffset))
                end.pass(item.record, header: item.header)
                guard item.record.endsBatch else { continue }
                position = end
                return batch
            }
        }
        // A batch without its end was never acknowledged.
        ending = batch.isEmpty ? .open : .torn(at: end.offset, .cut)
        return nil
    }

    private func intactRecord(at offset: UInt64) throws(BlobStoreError) -> Result<SegmentReader.Item, SegmentFault> {
        let found = try reader.record(at: offset)
        guard case .success(let item) = found else { return found }
        // "verifying header CRCs and body digests": an intact header over a lost body must not be indexed.
        let isIntact = try reader.hasIntactBody(item.record, at: offset + UInt64(item.header.count))
        return isIntact ? found : .failure(.body)
    }

    private func checkOrder(of record: SegmentRecord, after end: LogPosition) throws(BlobStoreError) {
        guard record.sequence == end.sequence + 1, record.batch == position.batch + 1 else {
            let fault = SegmentFault.outOfOrder(sequence: record.sequence, batch: record.batch)
            throw .damagedSegment(end.segment, offset: end.offset, fault)
        }
    }

    private func ending(at end: LogPosition, _ fault: SegmentFault) throws(BlobStoreError) -> Ending {
        guard try reader.isFooterPlausible(at: end.offset), end == position else {
            return .torn(at: end.offset, fault)
        }
        return try reader.hasFooter(at: end) ? .sealed : .torn(at: end.offset, .footer)
    }
}
