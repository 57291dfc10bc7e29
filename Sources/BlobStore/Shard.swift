package import DurableIO
import KeyValueIndex
package import Logging
import Synchronization
package import SystemPackage

/// One shard: a directory of segments with their index, opened by one process, written by one thread.
///
/// The log is the truth; the index can always be rebuilt from it (`Docs/formats/segment.md`).
package final class Shard: Sendable {
    /// What is open while the shard is.
    struct Parts: Sendable {
        /// What reads.
        let reader: ShardReader

        /// What writes.
        let writer: ShardWriter

        /// The directory of segments.
        let directory: SegmentDirectory

        /// Where background work tells of what it finds.
        let logger: Logger
    }

    /// Which shard of which deployment this is.
    package let identity: ShardIdentity

    /// The settings.
    let options: ShardOptions

    /// The threads on which reads may block.
    let pool: BlockingPool

    /// The one thread on which the shard's maintenance may block.
    let maintenancePool = BlockingPool(label: "shard-maintenance", threads: 1)

    /// Tells whether the shard is being compacted, which one task at a time may do.
    let isCompacting = Mutex(false)

    /// The upload sessions that are in use.
    let sessions = UploadSessions()

    private let parts: Mutex<Parts?>

    /// Takes over the parts of a shard that was opened.
    init(identity: ShardIdentity, options: ShardOptions, pool: BlockingPool, parts: Parts) {
        self.identity = identity
        self.options = options
        self.pool = pool
        self.parts = Mutex(parts)
    }

    /// Opens the shard in a directory, after bringing its log and its index together.
    ///
    /// A missing index is rebuilt from the log. A torn tail of the log, which a crash leaves, is cut off.
    ///
    /// - Parameters:
    ///   - directory: The shard's directory; made when it is missing and the options allow it.
    ///   - identity: The shard that must be there.
    ///   - options: The settings.
    ///   - fileSystem: The file system that has the directory.
    ///   - logger: Where to tell of what was recovered.
    /// - Returns: The open shard.
    /// - Throws: ``BlobStoreError``: ``BlobStoreError/locked(_:)`` when the shard is open elsewhere, and
    ///   ``BlobStoreError/damagedSegment(_:offset:_:)`` for damage that no crash explains; nothing was changed then.
    package static func open(
        at directory: FilePath,
        identity: ShardIdentity,
        options: ShardOptions,
        fileSystem: any FileSystem = LocalFileSystem(),
        logger: Logger
    ) async throws(BlobStoreError) -> Shard {
        var logger = logger
        logger[metadataKey: "shard"] = "\(identity.shard)"
        let pool = BlockingPool(label: "shard-reader", threads: options.readerThreads)
        let opening = ShardOpening(
            directory: directory,
            identity: identity,
            options: options,
            fileSystem: fileSystem,
            logger: logger
        )
        let parts = try await pool.run { () throws(BlobStoreError) in try opening.run() }
        return Shard(identity: identity, options: options, pool: pool, parts: parts)
    }

    /// Calls somebody once, on any thread, when the index turns out to be damaged: at the first request that meets it.
    ///
    /// Nothing that reads or writes the index can be relied on then, and the shard is to be closed.
    ///
    /// - Parameter then: Whom to call with the reason; called now if there is one already. It must not wait.
    package func whenDamaged(_ then: @escaping @Sendable (BlobStoreError) -> Void) {
        parts.withLock { $0 }?.reader.index.damage.listen(then)
    }

    /// Closes the shard after the writes that were submitted before.
    ///
    /// Later calls fail with ``BlobError/unavailable(_:)``. The lock is let go when the last stream that reads from the shard
    /// has ended, and the last upload to it.
    package func close() async {
        let closing = parts.withLock { parts in
            defer { parts = nil }
            return parts
        }
        guard let closing else { return }
        await closing.writer.close()
        let environment = closing.reader.index.environment
        // The commits are in the log too: one that is lost is replayed.
        try? await pool.run { () throws(LMDBError) in try environment.synchronise() }
        await pool.drain()
        await maintenancePool.drain()
    }

    /// Tells whether the shard takes writes, without waiting for those that it is writing.
    package var isWritable: Bool {
        guard let parts = parts.withLock({ $0 }) else { return false }
        return parts.writer.refusal == nil
    }

    /// What the shard tells of itself, for metrics.
    ///
    /// - Throws: ``BlobStoreError/closed`` and what the index throws.
    package func statistics() async throws(BlobStoreError) -> ShardStatistics {
        let parts = try openParts()
        var statistics = await parts.writer.statistics
        let index = parts.reader.index
        let tallies = try await pool.run { () throws(BlobStoreError) in try index.tallies() }
        statistics.segments = tallies.count
        for tally in tallies.values {
            statistics.bytes += tally.byteCount
            statistics.liveBytes += tally.liveBytes
            statistics.deadBytes += tally.deadBytes
        }
        return statistics
    }

    /// Returns what is open.
    ///
    /// - Throws: ``BlobStoreError/closed``.
    func openParts() throws(BlobStoreError) -> Parts {
        guard let parts = parts.withLock({ $0 }) else { throw .closed }
        return parts
    }
}
