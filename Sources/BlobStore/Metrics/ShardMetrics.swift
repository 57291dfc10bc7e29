import BlobModel
import Metrics

/// What a shard's writer measures (`Docs/operations/metrics.md`): each series bears the shard's ID.
///
/// The handlers are made once, since to look one up costs more than to count. Without a metrics system they do nothing.
struct ShardMetrics: Sendable {
    private let batchOperations: Recorder
    private let batchBytes: Recorder
    private let appendedBytes: Counter
    private let deduplicatedBytes: Counter
    private let synchronisation: Timer
    private let commit: Timer
    private let operations: [String: (done: Counter, failed: Counter)]

    /// Makes the metrics of a shard.
    ///
    /// - Parameters:
    ///   - shard: The shard's ID.
    ///   - factory: The metrics system.
    init(shard: ShardID, factory: any MetricsFactory = MetricsSystem.factory) {
        let labels = [("shard", shard.text)]
        batchOperations = Recorder(
            label: "attache_blob_write_batch_operations",
            dimensions: labels,
            aggregate: true,
            factory: factory
        )
        batchBytes = Recorder(
            label: "attache_blob_write_batch_bytes",
            dimensions: labels,
            aggregate: true,
            factory: factory
        )
        appendedBytes = Counter(label: "attache_blob_appended_bytes_total", dimensions: labels, factory: factory)
        deduplicatedBytes = Counter(
            label: "attache_blob_deduplicated_bytes_total",
            dimensions: labels,
            factory: factory
        )
        synchronisation = Timer(label: "attache_blob_sync_duration_seconds", dimensions: labels, factory: factory)
        commit = Timer(label: "attache_blob_index_commit_duration_seconds", dimensions: labels, factory: factory)
        operations = Self.operations(labels, factory)
    }

    /// Counts a batch that is durable.
    func wrote(operations: Int, bytes: UInt64) {
        batchOperations.record(Int64(operations))
        batchBytes.record(Int64(clamping: bytes))
        appendedBytes.increment(by: Int64(clamping: bytes))
    }

    /// Measures a synchronisation of the segment.
    func synchronising<Failure: Error>(_ body: () throws(Failure) -> Void) throws(Failure) {
        try Self.measure(synchronisation, body)
    }

    /// Measures a commit of the index.
    func committing<Failure: Error>(_ body: () throws(Failure) -> Void) throws(Failure) {
        try Self.measure(commit, body)
    }

    /// Counts an operation that was answered.
    func answered(_ operation: WriteOperation, _ result: Result<WriteOutcome, BlobStoreError>) {
        let counters = operations[operation.change.name]
        guard case .success(let outcome) = result else {
            counters?.failed.increment()
            return
        }
        counters?.done.increment()
        let saved = operation.deduplicatedBytes(outcome)
        if saved > 0 { deduplicatedBytes.increment(by: Int64(clamping: saved)) }
    }

    private static func operations(
        _ labels: [(String, String)],
        _ factory: any MetricsFactory
    ) -> [String: (done: Counter, failed: Counter)] {
        let pairs = WriteOperation.Change.names.map { name in
            let dimensions = labels + [("operation", name)]
            func counter(_ outcome: String) -> Counter {
                Counter(
                    label: "attache_blob_operations_total",
                    dimensions: dimensions + [("outcome", outcome)],
                    factory: factory
                )
            }
            return (name, (done: counter("done"), failed: counter("failed")))
        }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    /// Records also what takes long and fails: a disk often does the one before the other.
    private static func measure<Failure: Error>(_ timer: Timer, _ body: () throws(Failure) -> Void) throws(Failure) {
        let began = ContinuousClock.now
        defer { timer.recordNanoseconds(Int64(began.duration(to: .now) / .nanoseconds(1))) }
        try body()
    }
}

extension WriteOperation {
    /// The bytes of the operation's chunks that were stored already.
    func deduplicatedBytes(_ outcome: WriteOutcome) -> UInt64 {
        let brought = chunks.reduce(0) { $0 + UInt64($1.entry.length) }
        return brought - min(brought, outcome.addedBytes)
    }
}

extension WriteOperation.Change {
    /// The words for all kinds of change in metrics.
    static let names = ["append", "commit", "release", "advance", "finish", "abandon", "settle"]

    /// The word for the change in metrics.
    var name: String {
        switch self {
        case .append: "append"
        case .commit: "commit"
        case .release, .releaseAtOnce: "release"
        case .advance: "advance"
        case .finish: "finish"
        case .abandon: "abandon"
        case .settle: "settle"
        }
    }
}
