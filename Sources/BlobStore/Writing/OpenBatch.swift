/// The batch that is being written: what is in the log since the last synchronisation, and still has to come into the index.
///
/// It is written part by part. All parts have one batch number, and only the last record of the last part is marked as the
/// batch's end: a crash before the synchronisation that covers them leaves all of them, or none.
struct OpenBatch {
    /// The records after which a batch is ended, so that its commit stays small.
    private static let recordLimit = 1_024

    /// What the operations so far change.
    private(set) var changes = PlannedChanges()

    /// What the write transaction of the batch changes and checks beside entering the records.
    private(set) var obligations = BatchObligations()

    /// The records, each with its place.
    private(set) var records: [PlacedRecord] = []

    /// Where the batch begins in the log; nil when nothing was appended.
    private(set) var start: LogPosition?

    /// The bytes that were appended.
    private(set) var byteCount: UInt64 = 0

    /// The number of operations.
    private(set) var operations = 0

    /// Makes a batch without parts.
    init() {}

    /// Tells whether nothing was appended.
    var isEmpty: Bool { start == nil }

    /// Tells whether a part would make the batch as long as it may become before it is synchronised.
    ///
    /// - Parameters:
    ///   - part: The records to append.
    ///   - byteLimit: The bytes at which a batch is ended.
    /// - Returns: Whether the batch is to end with the part.
    func isFull(with part: WriteBatch, byteLimit: Int) -> Bool {
        byteCount + UInt64(part.bodyByteCount) >= UInt64(byteLimit) || records.count + part.count >= Self.recordLimit
    }

    /// Adds a part that was appended.
    ///
    /// - Parameters:
    ///   - part: The records with their places.
    ///   - plan: The operations that brought them.
    mutating func add(_ part: EncodedBatch, of plan: BatchPlan) {
        changes = plan.changes
        obligations.add(plan.obligations)
        records += part.records
        start = start ?? part.start
        byteCount += part.end.offset - part.start.offset
        operations += plan.results.count
    }
}
