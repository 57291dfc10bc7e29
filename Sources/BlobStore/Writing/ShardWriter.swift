import BlobModel
import DurableIO
import KeyValueIndex
import Logging
import Synchronization

/// The one writer of a shard: it gathers what waits, appends it, synchronises once, commits the index once, and answers.
///
/// Its executor is a thread of its own, which blocks for the disk while further operations gather. The index never knows of
/// a record that is not durable in the log. An operation that was submitted is carried out even when its task is cancelled.
actor ShardWriter {
    private let index: ShardIndex
    private let directory: SegmentDirectory
    private let options: ShardOptions
    private let logger: Logger
    private let metrics: ShardMetrics
    private let executor: ThreadExecutor
    private let inbox = WriteInbox()
    private var log: ShardLog
    private let stopped = Mutex<BlobStoreError?>(nil)
    private var counts = ShardStatistics()

    /// The thread on which the writer runs.
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    /// Why the writer takes no operations, or nil when it does; told without waiting for what it is doing.
    nonisolated var refusal: BlobStoreError? { stopped.withLock { $0 } }

    /// Makes the writer of a shard whose log and index were brought together.
    init(log: ShardLog, index: ShardIndex, directory: SegmentDirectory, options: ShardOptions, logger: Logger) {
        metrics = ShardMetrics(shard: log.shard)
        self.log = log
        self.index = index
        self.directory = directory
        self.options = options
        self.logger = logger
        executor = ThreadExecutor(label: "shard-writer")
    }

    /// Carries out an operation together with others that wait, and returns when it is durable.
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
    }

    /// What the writer has done since it was made.
    var statistics: ShardStatistics {
        var statistics = counts
        statistics.synchronisations = log.synchronisations
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
        if let refusal { return .failure(refusal) }
        do throws(BlobStoreError) { return .success(try body(index)) } catch { return .failure(answer(to: error)) }
    }

    private func results(of operations: [WriteOperation]) -> [Result<WriteOutcome, BlobStoreError>] {
        if let refusal { return operations.map { _ in .failure(refusal) } }
        do throws(BlobStoreError) {
            let plan = try plan(operations)
            guard !plan.batch.isEmpty else {
                try renewLeases(of: plan)
                return plan.results
            }
            do throws(BlobStoreError) {
                try write(plan)
                return plan.results
            } catch {
                return plan.results.map { $0.flatMap { _ in .failure(error) } }
            }
        } catch {
            let error = answer(to: error)
            return operations.map { _ in .failure(error) }
        }
    }

    /// Returns the error to tell, after stopping the writes if it leaves in doubt what of the index is durable.
    private func answer(to error: BlobStoreError) -> BlobStoreError {
        switch error {
        case .index(.system(.commit, _)), .index(.system(.synchronise, _)):
            error.isNoSpace || isDiskFull ? error : stop("\(error)")
        default: error
        }
    }

    private func plan(_ operations: [WriteOperation]) throws(BlobStoreError) -> BatchPlan {
        let hasRoom = try hasRoom(for: operations)
        return try index.read { (txn) throws(BlobStoreError) in
            var plan = BatchPlan(index: index, hasRoom: hasRoom)
            for operation in operations { try plan.add(operation, txn) }
            return plan
        }
    }

    /// Renews the leases of a batch that appends nothing, because everything in it is stored already.
    private func renewLeases(of plan: BatchPlan) throws(BlobStoreError) {
        let obligations = plan.obligations
        let isNeeded = try index.read { (txn) throws(BlobStoreError) in try obligations.renewsLease(in: index, txn) }
        guard isNeeded else { return }
        try index.write { (txn) throws(BlobStoreError) in try obligations.meet(in: index, &txn) }
    }

    private func hasRoom(for operations: [WriteOperation]) throws(BlobStoreError) -> Bool {
        let wanted = operations.reduce(0) { $0 + UInt64($1.byteCount) }
        do throws(FileError) {
            return try directory.fileSystem.availableBytes(at: directory.path) >= wanted + options.reservedBytes
        } catch {
            throw .file(error)
        }
    }

    /// Append all, synchronise once, commit the index once: in this order a crash loses nothing acknowledged.
    private func write(_ plan: BatchPlan) throws(BlobStoreError) {
        let batch = try append(plan.batch)
        try commit(batch, plan)
        count(batch, operations: plan.results.count)
    }

    private func append(_ batch: WriteBatch) throws(BlobStoreError) -> EncodedBatch {
        do throws(ShardLogError) {
            let batch = try log.append(batch)
            try metrics.synchronising { () throws(ShardLogError) in try log.synchronise() }
            return batch
        } catch {
            switch error {
            case .refused(let error): throw error.isNoSpace ? .insufficientSpace : .file(error)
            case .unknownEnd(let error): throw stop("\(error)")
            }
        }
    }

    /// Enters a durable batch into the index, or takes it out of the log again.
    private func commit(_ batch: EncodedBatch, _ plan: BatchPlan) throws(BlobStoreError) {
        do throws(BlobStoreError) {
            try metrics.committing { () throws(BlobStoreError) in
                try index.write { (txn) throws(BlobStoreError) in
                    try index.apply(batch.records, end: batch.end, &txn)
                    try plan.obligations.meet(in: index, &txn)
                }
            }
        } catch {
            guard error.isNoSpace || error.isWorthRetrying || isDiskFull else { throw stop("\(error)") }
            guard try !isCommitted(batch, after: error) else { return }
            try remove(batch)
            throw error.isWorthRetrying ? error : .insufficientSpace
        }
    }

    /// Tells whether the disk has no room left, which LMDB reports as an input/output error when a page was written in part.
    private var isDiskFull: Bool {
        let available = try? directory.fileSystem.availableBytes(at: directory.path)
        return available.map { $0 < options.reservedBytes } ?? false
    }

    /// Tells whether a batch is in the index although its commit failed.
    ///
    /// When the disk fails at the last page of a commit, only the index itself can tell, as it was opened again. If it cannot
    /// either, the shard must take no more writes: the log may not lose what the index knows, nor keep what was refused.
    private func isCommitted(_ batch: EncodedBatch, after error: BlobStoreError) throws(BlobStoreError) -> Bool {
        do throws(BlobStoreError) {
            let checkpoint = try index.read { (txn) throws(BlobStoreError) in try index.checkpoint(txn) }
            return checkpoint == batch.end
        } catch {
            throw stop("\(error)")
        }
    }

    private func remove(_ batch: EncodedBatch) throws(BlobStoreError) {
        do throws(ShardLogError) {
            try log.remove(batch)
        } catch {
            switch error {
            case .refused(let error), .unknownEnd(let error): throw stop("\(error)")
            }
        }
    }

    /// Stops all writes until the shard is opened again.
    ///
    /// A failed synchronisation cannot be repeated: the kernel may have dropped the bytes and report success the next time.
    private func stop(_ reason: String) -> BlobStoreError {
        let error = BlobStoreError.writesStopped(reason)
        stopped.withLock { $0 = error }
        logger.critical("The shard takes no more writes", metadata: ["reason": "\(reason)"])
        return error
    }

    private func count(_ batch: EncodedBatch, operations: Int) {
        counts.batches += 1
        counts.operations += UInt64(operations)
        let bytes = batch.pieces.reduce(0) { $0 + UInt64($1.count) }
        counts.appendedBytes += bytes
        metrics.wrote(operations: operations, bytes: bytes)
    }

    private func count(_ operation: WriteOperation, _ result: Result<WriteOutcome, BlobStoreError>) {
        metrics.answered(operation, result)
        guard case .success(let outcome) = result else { return }
        counts.deduplicatedBytes += operation.deduplicatedBytes(outcome)
    }
}
