import BlobModel
import KeyValueIndex

/// Enters what was read of the log into the index, many records in one transaction.
struct IndexFeed {
    /// The number of records after which what was read is committed.
    private static let commitThreshold = 2_048

    /// The records entered so far, those that wait included.
    private(set) var count: UInt64 = 0

    private let index: ShardIndex
    private var records: [PlacedRecord] = []
    private var damage: [IndexedBody] = []

    /// Makes a feed of an index.
    init(_ index: ShardIndex) {
        self.index = index
    }

    /// Adds a batch, and commits when enough has come together.
    ///
    /// - Parameters:
    ///   - batch: The batch.
    ///   - end: The place in the log after it.
    /// - Throws: What the engine throws.
    mutating func add(_ batch: ReplayedBatch, end: LogPosition) throws(BlobStoreError) {
        records += batch.records
        damage += batch.damage
        count += UInt64(batch.records.count)
        if records.count >= Self.commitThreshold { try flush(to: end) }
    }

    /// Commits what waits of a segment that is sealed, and notes the segment also when it has no records.
    ///
    /// - Parameter end: The place after its footer's records.
    /// - Throws: What the engine throws.
    mutating func seal(at end: LogPosition) throws(BlobStoreError) {
        try flush(to: end)
        guard end.records == 0 else { return }
        try index.write { (txn) throws(BlobStoreError) in
            var tally = try index.tally(of: end.segment, txn.reader)
            tally.byteCount = end.offset
            try index.put(tally.encoded, for: IndexKey.segment(end.segment), in: index.segments, &txn)
            try index.setCheckpoint(end, &txn)
        }
    }

    /// Commits what waits.
    ///
    /// - Parameter end: The place in the log after it.
    /// - Throws: What the engine throws.
    mutating func flush(to end: LogPosition) throws(BlobStoreError) {
        guard !records.isEmpty else { return }
        let (records, damage) = (records, damage)
        try index.write { (txn) throws(BlobStoreError) in
            try index.apply(records, end: end, &txn)
            // Unless the same content stands elsewhere in the log.
            for body in damage { _ = try index.quarantine(body, &txn) }
        }
        self.records = []
        self.damage = []
    }
}
