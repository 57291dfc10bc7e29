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

    /// Refuses all further operations and returns when those before are done.
    func close() {
        stopped.withLock { $0 = .closed }
    }

    /// What the writer has done since it was made.
    var statistics: ShardStatistics {
        var statistics = counts
        statistics.synchronisations = log.synchronisations
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
        for (entry, result) in zip(entries, results) { entry.continuation.resume(returning: result) }
    }

    private func results(of operations: [WriteOperation]) -> [Result<WriteOutcome, BlobStoreError>] {
        if let refusal { return operations.map { _ in .failure(refusal) } }
        do throws(BlobStoreError) {
            let plan = try plan(operations)
            guard !plan.batch.isEmpty else { return plan.results }
            do throws(BlobStoreError) {
                try write(plan)
                return plan.results
            } catch {
                return plan.results.map { $0.flatMap { _ in .failure(error) } }
            }
        } catch {
            return operations.map { _ in .failure(error) }
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
            try log.synchronise()
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
            try index.write { (txn) throws(BlobStoreError) in
                try index.apply(batch.records, end: batch.end, &txn)
                try requireChunks(plan.required, txn.reader)
            }
        } catch {
            let isUndone = error.isNoSpace || error.isWorthRetrying
            guard isUndone else { throw stop("\(error)") }
            try remove(batch)
            throw error
        }
    }

    /// The re-check inside the write transaction: whatever was collected since the plan, no reference names a lost chunk.
    private func requireChunks(_ chunks: [ChunkKey], _ txn: borrowing ReadTransaction) throws(BlobStoreError) {
        for chunk in chunks {
            let key = IndexKey.content(chunk.id, domainKey: chunk.domainKey)
            guard try index.contains(key, in: index.chunks, txn) else { throw .chunkMissing(chunk.id) }
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
        counts.appendedBytes += batch.pieces.reduce(0) { $0 + UInt64($1.count) }
    }
}
