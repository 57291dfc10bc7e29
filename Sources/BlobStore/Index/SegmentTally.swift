import BlobModel

/// How much of a segment is in use (`Docs/formats/index.md`, table `segment`).
struct SegmentTally: Hashable, Sendable {
    /// The bytes from the beginning of the segment to the end of its last record.
    var byteCount: UInt64 = 0

    /// The number of records.
    var records: UInt64 = 0

    /// The bytes of bodies that the index points to.
    var liveBytes: UInt64 = 0

    /// The bytes of bodies that the index points to no more.
    var deadBytes: UInt64 = 0

    /// Makes the tally of a segment of which nothing is known yet.
    init() {}

    /// Moves bytes from those in use to those that are not.
    mutating func retire(_ byteCount: UInt64) {
        liveBytes -= min(byteCount, liveBytes)
        deadBytes += byteCount
    }

    /// The row's 32 bytes.
    var encoded: [UInt8] {
        var writer = ByteWriter(capacity: 32)
        for field in [byteCount, records, liveBytes, deadBytes] { writer.write(field) }
        return writer.bytes
    }

    /// Makes a tally from a row; the result is nil when it is not of its form.
    init?(decoding bytes: [UInt8]) {
        var reader = ByteReader(bytes)
        guard bytes.count == 32, let byteCount = reader.integer(UInt64.self),
            let records = reader.integer(UInt64.self), let liveBytes = reader.integer(UInt64.self),
            let deadBytes = reader.integer(UInt64.self)
        else { return nil }
        self.byteCount = byteCount
        self.records = records
        self.liveBytes = liveBytes
        self.deadBytes = deadBytes
    }
}
