import BlobModel
import DurableIO
import KeyValueIndex

/// Writes batches: it plans operations, appends their records to the log, synchronises the log, and commits the index.
///
/// In this order a crash loses nothing that was answered, and the index never knows of a record that is not durable. All
/// calls block their thread.
struct BatchWriter {
    /// The shard's index.
    let index: ShardIndex

    /// Why nothing may be written any more, or nil.
    private(set) var failure: BlobStoreError?

    private let directory: SegmentDirectory
    private let options: ShardOptions
    private let metrics: ShardMetrics
    private var log: ShardLog
    private var open = OpenBatch()
    private var counts = ShardStatistics()

    /// Makes the writer of a shard whose log and index were brought together.
    init(log: ShardLog, index: ShardIndex, directory: SegmentDirectory, options: ShardOptions, metrics: ShardMetrics) {
        self.log = log
        self.index = index
        self.directory = directory
        self.options = options
        self.metrics = metrics
    }

    /// What was written since the writer was made.
    var statistics: ShardStatistics {
        var statistics = counts
        statistics.synchronisations = log.synchronisations
        return statistics
    }

    /// Carries out operations.
    ///
    /// When one of them waits until it is durable, all of them are durable then, and whatever was appended before.
    ///
    /// - Returns: What each operation is answered, in order; a failure changes nothing.
    mutating func write(_ operations: [WriteOperation]) -> [Result<WriteOutcome, BlobStoreError>] {
        do throws(BlobStoreError) {
            let isAwaited = operations.contains { $0.answer == .whenDurable }
            let plan = try plan(operations, isAwaited: isAwaited)
            if plan.batch.isEmpty || !isAwaited { try renewLeases(of: plan.obligations) }
            guard !plan.batch.isEmpty else { return plan.results }
            do throws(BlobStoreError) {
                try write(plan, isAwaited: isAwaited)
                return plan.results
            } catch {
                return plan.results.map { $0.flatMap { _ in .failure(error) } }
            }
        } catch {
            let error = verdict(on: error)
            return operations.map { _ in .failure(error) }
        }
    }

    /// Takes what nobody was promised out of the log, so that the next opening has nothing to cut off.
    mutating func close() {
        guard failure == nil else { return }
        // What cannot be cut off now is cut off when the shard is opened.
        try? discard(open)
    }

    /// Returns the error to tell, after stopping the writes if it leaves in doubt what of the index is durable.
    mutating func verdict(on error: BlobStoreError) -> BlobStoreError {
        switch error {
        case .index(.commitsLost): stop("\(error)")
        case .index(.system(.commit, _)), .index(.system(.synchronise, _)), .index(.system(.secure, _)):
            // On a full disk the environment itself makes the last commit durable before it begins another.
            error.isNoSpace || isDiskFull ? error : stop("\(error)")
        default: error
        }
    }

    private mutating func plan(
        _ operations: [WriteOperation],
        isAwaited: Bool
    ) throws(BlobStoreError) -> BatchPlan {
        var plan = try plan(operations, after: open.changes)
        if open.isEmpty { return plan }
        if plan.missesSessionOffset {
            // An append to a session was refused half-way, and comes again from where the index says that the session is.
            try settle()
            return try self.plan(operations, after: PlannedChanges())
        }
        if isAwaited, plan.batch.isEmpty { plan.endBatch() }
        return plan
    }

    /// Makes durable what was appended, and enters it into the index.
    private mutating func settle() throws(BlobStoreError) {
        var plan = BatchPlan(index: index, after: open.changes, hasRoom: true)
        plan.endBatch()
        try write(plan, isAwaited: true)
    }

    private func plan(
        _ operations: [WriteOperation],
        after changes: PlannedChanges
    ) throws(BlobStoreError) -> BatchPlan {
        let hasRoom = try hasRoom(for: operations)
        return try index.read { (txn) throws(BlobStoreError) in
            var plan = BatchPlan(index: index, after: changes, hasRoom: hasRoom)
            for operation in operations { try plan.add(operation, txn) }
            return plan
        }
    }

    /// Renews the leases of operations whose records are not committed at once, or who have none.
    private func renewLeases(of obligations: BatchObligations) throws(BlobStoreError) {
        guard !obligations.leases.isEmpty else { return }
        let isNeeded = try index.read { (txn) throws(BlobStoreError) in try obligations.renewsLease(in: index, txn) }
        guard isNeeded else { return }
        try index.write { (txn) throws(BlobStoreError) in try obligations.renewLeases(in: index, &txn) }
    }

    private func hasRoom(for operations: [WriteOperation]) throws(BlobStoreError) -> Bool {
        let wanted = operations.reduce(0) { $0 + UInt64($1.byteCount) }
        do throws(FileError) {
            return try directory.fileSystem.availableBytes(at: directory.path) >= wanted + options.reservedBytes
        } catch {
            throw .file(error)
        }
    }

    /// Appends a part of the batch, and ends the batch when somebody waits for that or it is long enough.
    private mutating func write(_ plan: BatchPlan, isAwaited: Bool) throws(BlobStoreError) {
        let isFull = open.isFull(with: plan.batch, byteLimit: options.unsynchronisedByteLimit)
        let part = try append(plan.batch, staysOpen: !isAwaited && !isFull)
        guard part.endsBatch else {
            open.add(part, of: plan)
            return log.beginWriteback(of: part)
        }
        var batch = open
        batch.add(part, of: plan)
        try synchronise()
        try commit(batch, end: part.end)
        open = OpenBatch()
        count(batch)
    }

    private mutating func append(_ part: WriteBatch, staysOpen: Bool) throws(BlobStoreError) -> EncodedBatch {
        do throws(ShardLogError) {
            return try log.append(part, staysOpen: staysOpen)
        } catch {
            throw answer(to: error)
        }
    }

    private mutating func synchronise() throws(BlobStoreError) {
        let metrics = metrics
        do throws(ShardLogError) {
            try metrics.synchronising { () throws(ShardLogError) in try log.synchronise() }
        } catch {
            throw answer(to: error)
        }
    }

    private mutating func answer(to error: ShardLogError) -> BlobStoreError {
        switch error {
        case .refused(let error): error.isNoSpace ? .insufficientSpace : .file(error)
        case .unknownEnd(let error): stop("\(error)")
        }
    }

    /// Enters a durable batch into the index, or takes all of it out of the log again.
    ///
    /// An upload of which it holds a part finds that part missing when it comes to its end.
    private mutating func commit(_ batch: OpenBatch, end: LogPosition) throws(BlobStoreError) {
        do throws(BlobStoreError) {
            try metrics.committing { () throws(BlobStoreError) in
                try index.write { (txn) throws(BlobStoreError) in
                    try index.apply(batch.records, end: end, &txn)
                    try batch.obligations.meet(in: index, &txn)
                }
            }
        } catch {
            guard error.isNoSpace || error.isWorthRetrying || isDiskFull else { throw stop("\(error)") }
            guard try !isCommitted(upTo: end) else { return }
            try discard(batch)
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
    private mutating func isCommitted(upTo end: LogPosition) throws(BlobStoreError) -> Bool {
        do throws(BlobStoreError) {
            return try index.read { (txn) throws(BlobStoreError) in try index.checkpoint(txn) } == end
        } catch {
            throw stop("\(error)")
        }
    }

    /// Takes the batch out of the log again.
    private mutating func discard(_ batch: OpenBatch) throws(BlobStoreError) {
        open = OpenBatch()
        guard let start = batch.start else { return }
        do throws(ShardLogError) {
            try log.rollBack(to: start)
        } catch {
            switch error {
            case .refused(let error), .unknownEnd(let error): throw stop("\(error)")
            }
        }
    }

    /// Stops all writes until the shard is opened again.
    ///
    /// A failed synchronisation cannot be repeated: the kernel may have dropped the bytes and report success the next time.
    private mutating func stop(_ reason: String) -> BlobStoreError {
        let error = BlobStoreError.writesStopped(reason)
        failure = error
        return error
    }

    private mutating func count(_ batch: OpenBatch) {
        counts.batches += 1
        counts.operations += UInt64(batch.operations)
        counts.appendedBytes += batch.byteCount
        metrics.wrote(operations: batch.operations, bytes: batch.byteCount)
    }
}
