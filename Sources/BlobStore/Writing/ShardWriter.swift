import BlobModel
import DurableIO
import Logging
import Synchronization

/// The one writer of a shard: it gathers what waits, hands it to its ``BatchWriter`` in batches, and answers.
///
/// Its executor is a thread of its own, which blocks for the disk while further operations gather. An operation that was
/// submitted is carried out even when its task is cancelled.
actor ShardWriter {
    private let options: ShardOptions
    private let logger: Logger
    private let metrics: ShardMetrics
    private let executor: ThreadExecutor
    /// Held for as long as anybody may write: an upload that waits for its client keeps the index open.
    private let lock: any FileLock
    private let inbox = WriteInbox()
    private let stopped = Mutex<BlobStoreError?>(nil)
    private var batches: BatchWriter
    private var deduplicatedBytes: UInt64 = 0

    /// The thread on which the writer runs.
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    /// Why the writer takes no operations, or nil when it does; told without waiting for what it is doing.
    nonisolated var refusal: BlobStoreError? { stopped.withLock { $0 } }

    /// Makes the writer of a shard whose log and index were brought together.
    ///
    /// - Parameters:
    ///   - log: The shard's log.
    ///   - index: The shard's index.
    ///   - lock: The exclusive lock on the shard's directory, which is not let go before the writer is.
    ///   - directory: The directory of segments.
    ///   - options: The settings.
    ///   - logger: Where to tell that nothing is written any more.
    init(
        log: ShardLog,
        index: ShardIndex,
        lock: any FileLock,
        directory: SegmentDirectory,
        options: ShardOptions,
        logger: Logger
    ) {
        self.lock = lock
        metrics = ShardMetrics(shard: log.shard)
        batches = BatchWriter(log: log, index: index, directory: directory, options: options, metrics: metrics)
        self.options = options
        self.logger = logger
        executor = ThreadExecutor(label: "shard-writer")
    }

    /// Carries out an operation together with others that wait, and returns when its answer says.
    ///
    /// - Throws: What the operation lacks, and ``BlobStoreError/writesStopped(_:)`` once a synchronisation has failed.
    nonisolated func submit(_ operation: WriteOperation) async throws(BlobStoreError) -> WriteOutcome {
        let result = await withCheckedContinuation { continuation in
            inbox.add(WriteInbox.Entry(operation: operation, continuation: continuation))
            executor.schedule { self.assumeIsolated { $0.writeBatch() } }
        }
        return try result.get()
    }

    /// Runs a body on the writer's thread, between two batches, so that nothing else changes the index meanwhile.
    ///
    /// The body shall be short: operations wait for it. Like an operation it is carried out even when its task is cancelled.
    ///
    /// - Parameter body: What to do; it may write to the index.
    /// - Returns: What the body returns.
    /// - Throws: The body's error, and what stopped the writer: ``BlobStoreError/writesStopped(_:)``, also when the disk
    ///   refuses what the body commits or synchronises, and ``BlobStoreError/closed``.
    nonisolated func perform<Value: Sendable>(
        _ body: @escaping @Sendable (ShardIndex) throws(BlobStoreError) -> Value
    ) async throws(BlobStoreError) -> Value {
        let result = await withCheckedContinuation {
            (continuation: CheckedContinuation<Result<Value, BlobStoreError>, Never>) in
            executor.schedule { self.assumeIsolated { continuation.resume(returning: $0.result(of: body)) } }
        }
        return try result.get()
    }

    /// The number of operations that wait; what works in the background lets them go first.
    nonisolated var waiting: Int { inbox.count }

    /// Refuses all further operations and returns when those before are done.
    func close() {
        stopped.withLock { $0 = .closed }
        batches.close()
    }

    /// What the writer has done since it was made.
    var statistics: ShardStatistics {
        var statistics = batches.statistics
        statistics.deduplicatedBytes = deduplicatedBytes
        statistics.waitingOperations = waiting
        if let refusal { statistics.writesStopped = "\(refusal)" }
        return statistics
    }

    /// Writes one batch of what waits.
    ///
    /// Each operation schedules one call, so that none is left behind.
    private func writeBatch() {
        let entries = inbox.take(limit: options.batchOperationLimit, byteLimit: options.batchByteLimit)
        guard !entries.isEmpty else { return }
        let results = results(of: entries.map(\.operation))
        for (entry, result) in zip(entries, results) {
            count(entry.operation, result)
            entry.continuation.resume(returning: result)
        }
    }

    private func result<Value>(
        of body: (ShardIndex) throws(BlobStoreError) -> Value
    ) -> Result<Value, BlobStoreError> {
        if let refusal = refusal ?? batches.index.damage.error { return .failure(refusal) }
        do throws(BlobStoreError) {
            return .success(try body(batches.index))
        } catch {
            let error = batches.verdict(on: error)
            noteFailure()
            return .failure(error)
        }
    }

    private func results(of operations: [WriteOperation]) -> [Result<WriteOutcome, BlobStoreError>] {
        // What waits may not trust what is left of a damaged index.
        if let refusal = refusal ?? batches.index.damage.error { return operations.map { _ in .failure(refusal) } }
        defer { noteFailure() }
        return batches.write(operations)
    }

    /// Refuses all further operations once nothing may be written any more.
    private func noteFailure() {
        guard let failure = batches.failure else { return }
        stopped.withLock { $0 = failure }
        logger.critical("The shard takes no more writes", metadata: ["reason": "\(failure)"])
    }

    private func count(_ operation: WriteOperation, _ result: Result<WriteOutcome, BlobStoreError>) {
        metrics.answered(operation, result)
        guard case .success(let outcome) = result else { return }
        deduplicatedBytes += operation.deduplicatedBytes(outcome)
    }
}
