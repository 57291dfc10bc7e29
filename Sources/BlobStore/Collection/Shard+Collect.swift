package import BlobModel
package import FoundationEssentials

extension Shard {
    /// Removes what nobody has held for longer than the grace.
    ///
    /// Uploads and reads go on meanwhile. A download that is under way when its blob is collected ends with an error.
    /// It may be called at any time, also twice at once, and stops soon when its task is cancelled. The bytes stay in
    /// the log until their segment is compacted.
    ///
    /// - Parameters:
    ///   - now: The time.
    ///   - progress: Told after each step what was removed so far.
    /// - Returns: What was removed.
    /// - Throws: ``BlobStoreError/closed``, and what the index and the writer throw; the next collection goes on then.
    @discardableResult
    package func collect(
        now: Date,
        progress: @escaping @Sendable (CollectionReport) -> Void = { _ in }
    ) async throws(BlobStoreError) -> CollectionReport {
        let parts = try openParts()
        let collector = Collector(
            reader: parts.reader,
            writer: parts.writer,
            pool: maintenancePool,
            pacer: try makePacer(),
            grace: options.grace,
            progress: progress
        )
        return try await collector.run(now: now)
    }

    /// Finds what nobody holds and of which nobody said so, and lets its grace begin: what aborted uploads and
    /// crashes leave.
    ///
    /// It walks through the whole index, so once a day is enough. It stops soon when its task is cancelled.
    ///
    /// - Returns: What was found.
    /// - Throws: ``BlobStoreError/closed``, and what the index and the writer throw.
    @discardableResult
    package func sweep() async throws(BlobStoreError) -> SweepReport {
        let parts = try openParts()
        let sweeper = Sweeper(
            index: parts.reader.index,
            writer: parts.writer,
            pool: maintenancePool,
            pacer: try makePacer(),
            scope: .shard
        )
        return try await sweeper.run()
    }

    /// Takes away all that a dedup domain has: its references, its upload sessions, and the grace of what is left.
    ///
    /// The next collection removes the content. It may be repeated, and purges nothing then.
    ///
    /// - Parameters:
    ///   - domain: The domain; other domains are not touched.
    ///   - dryRun: Tells whether to count only.
    /// - Returns: What there was.
    /// - Throws: ``BlobStoreError/closed``, and what the index and the writer throw; it is to be repeated then.
    package func purge(_ domain: DedupDomain, dryRun: Bool) async throws(BlobStoreError) -> PurgeReport {
        let parts = try openParts()
        let purge = DomainPurge(
            domainKey: domain.key,
            index: parts.reader.index,
            writer: parts.writer,
            pool: maintenancePool,
            pacer: try makePacer()
        )
        return try await dryRun ? purge.survey() : purge.run()
    }
}
