import BlobModel

/// What the records of a stretch of a segment were found to be.
struct CheckedStretch: Sendable {
    /// The bytes that were passed, those that nobody needs included.
    var passedBytes: UInt64 = 0

    /// The bytes that were read.
    var readBytes = 0

    /// The records.
    var records: UInt64 = 0

    /// The bytes of all bodies.
    var bodyBytes: UInt64 = 0

    /// The bytes of the bodies to which the index points.
    var liveBytes: UInt64 = 0

    /// The rows of the index that are founded on these records.
    var rows = FoundedRows()

    /// What is wrong with the segment itself or with rows of the index.
    var findings: [ShardFinding] = []

    /// The bodies in use that are damaged.
    var damaged: [IndexedBody] = []

    /// The bodies in use that were said to be damaged and are whole.
    var whole: [IndexedBody] = []

    /// The bytes of the segment in which no record can be told.
    var lost: [Range<UInt64>] = []
}

/// How many rows of the index were found to be founded on records.
struct FoundedRows: Hashable, Sendable {
    /// Rows of the table `chunk`.
    var chunks: UInt64 = 0

    /// Rows of the table `manifest`.
    var manifests: UInt64 = 0

    /// Rows of the table `reference`.
    var references: UInt64 = 0

    /// Adds the rows of another stretch.
    mutating func add(_ other: FoundedRows) {
        chunks += other.chunks
        manifests += other.manifests
        references += other.references
    }
}
