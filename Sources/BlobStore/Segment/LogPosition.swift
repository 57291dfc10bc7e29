import BlobModel

/// A place in the log between two batches, with what is needed to append there or to replay from there.
struct LogPosition: Hashable, Sendable {
    /// The segment's name.
    var segment: UInt64

    /// The offset in the segment at which the next record begins.
    var offset: UInt64

    /// The number of records in the segment before the offset.
    var records: UInt64

    /// The sequence number of the last record before the place; 0 before the first.
    var sequence: UInt64

    /// The number of the last batch before the place; 0 before the first.
    var batch: UInt64

    /// The chained digest of the segment's header and of the record headers before the offset.
    var chain: ContentID

    /// Returns the place's offset when it is in a segment, else nil.
    func offset(in name: SegmentName) -> UInt64? {
        segment == name.rawValue ? offset : nil
    }

    /// Returns the place at the beginning of a segment that follows this place.
    func entering(_ header: SegmentHeader) -> LogPosition {
        LogPosition(header: header, sequence: sequence, batch: batch)
    }

    /// Makes the place before the first record of a segment.
    ///
    /// - Parameters:
    ///   - header: The segment's header.
    ///   - sequence: The sequence number of the last record before the segment.
    ///   - batch: The number of the last batch before the segment.
    init(header: SegmentHeader, sequence: UInt64 = 0, batch: UInt64 = 0) {
        segment = header.name.rawValue
        offset = UInt64(SegmentHeader.byteCount)
        records = 0
        self.sequence = sequence
        self.batch = batch
        chain = header.chainStart
    }

    /// Makes a place of which the records before it were not counted.
    ///
    /// - Parameters:
    ///   - segment: The segment's name.
    ///   - offset: The offset at which the next record begins.
    ///   - sequence: The sequence number of the last record before the place.
    ///   - batch: The number of the last batch before the place.
    ///   - chain: The chained digest of the headers before the offset.
    init(segment: UInt64, offset: UInt64, sequence: UInt64, batch: UInt64, chain: ContentID) {
        self.segment = segment
        self.offset = offset
        records = 0
        self.sequence = sequence
        self.batch = batch
        self.chain = chain
    }

    /// Moves past a record.
    ///
    /// - Parameters:
    ///   - record: The record that stands here.
    ///   - header: The bytes of its header, details included.
    mutating func pass(_ record: SegmentRecord, header: [UInt8]) {
        offset += UInt64(header.count) + record.bodyByteCount
        records += 1
        sequence = record.sequence
        batch = record.batch
        chain = ContentID(of: (chain.bytes + header).span)
    }
}

/// The encoding of the index's checkpoint (`Docs/formats/index.md`).
extension LogPosition {
    /// The position's 72 bytes.
    var encoded: [UInt8] {
        var writer = ByteWriter(capacity: 72)
        for field in [segment, offset, records, sequence, batch] { writer.write(field) }
        writer.write(chain.bytes)
        return writer.bytes
    }

    /// Makes a position from its bytes; the result is nil for any others.
    init?(decoding bytes: [UInt8]) {
        var reader = ByteReader(bytes)
        guard bytes.count == 72, let segment = reader.integer(UInt64.self), let offset = reader.integer(UInt64.self),
            let records = reader.integer(UInt64.self), let sequence = reader.integer(UInt64.self),
            let batch = reader.integer(UInt64.self), let chain = reader.contentID()
        else { return nil }
        self.segment = segment
        self.offset = offset
        self.records = records
        self.sequence = sequence
        self.batch = batch
        self.chain = chain
    }
}
