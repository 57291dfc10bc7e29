import BlobModel

/// How much of a segment is in use (`Docs/formats/index.md`, table `segment`).
struct SegmentTally: Hashable, Sendable {
    /// The bytes from the beginning of the segment to the end of its last record.
    var byteCount: UInt64 = 0

    /// The number of records.
    var records: UInt64 = 0

    /// The bytes of all bodies.
    var bodyBytes: UInt64 = 0

    /// The bytes of bodies that the index points to.
    var liveBytes: UInt64 = 0

    /// The bytes of bodies that the index points to no more.
    var deadBytes: UInt64 { bodyBytes - min(liveBytes, bodyBytes) }

    /// Makes the tally of a segment of which nothing is known yet.
    init() {}

    /// Enters a record that was appended to the segment, its body in use.
    mutating func add(_ placed: PlacedRecord) {
        records += 1
        bodyBytes += placed.record.bodyByteCount
        liveBytes += placed.record.bodyByteCount
        byteCount = max(byteCount, placed.bodyOffset + placed.record.bodyByteCount)
    }

    /// Moves bytes from those in use to those that are not.
    mutating func retire(_ byteCount: UInt64) {
        liveBytes -= min(byteCount, liveBytes)
    }

    /// The row's 32 bytes.
    var encoded: [UInt8] {
        var writer = ByteWriter(capacity: 32)
        for field in [byteCount, records, bodyBytes, liveBytes] { writer.write(field) }
        return writer.bytes
    }

    /// Makes a tally from a row; the result is nil when it is not of its form.
    init?(decoding bytes: [UInt8]) {
        var reader = ByteReader(bytes)
        guard bytes.count == 32, let byteCount = reader.integer(UInt64.self),
            let records = reader.integer(UInt64.self), let bodyBytes = reader.integer(UInt64.self),
            let liveBytes = reader.integer(UInt64.self)
        else { return nil }
        self.byteCount = byteCount
        self.records = records
        self.bodyBytes = bodyBytes
        self.liveBytes = liveBytes
    }
}
