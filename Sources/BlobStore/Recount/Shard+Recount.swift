import KeyValueIndex

extension Shard {
    /// Asks the front which of the shard's references exist, and releases those that were missed twice.
    ///
    /// Stopped at any point, it goes on there the next time. There is one recount of a shard at a time.
    ///
    /// - Parameters:
    ///   - oracle: Who knows which references exist.
    ///   - approve: Whether what the last recount held back may be released, if it is missed still.
    ///   - report: Told how many references were seen, after each page.
    /// - Returns: What came of it.
    /// - Throws: ``BlobStoreError``, ``RecountError``, `CancellationError`, and what the oracle throws.
    package func recount(
        with oracle: any ReferenceOracle,
        approve: Bool = false,
        report: @escaping @Sendable (UInt64) -> Void = { _ in }
    ) async throws -> RecountReport {
        let parts = try openParts()
        return try await Recounter(
            index: parts.reader.index,
            writer: parts.writer,
            pool: maintenancePool,
            pacer: try makePacer(),
            deployment: identity.deployment,
            grace: UInt64(max(0, options.grace) * 1_000),
            oracle: oracle,
            report: report
        ).run(approve: approve)
    }

    /// Returns what the shard remembers of its recounts.
    ///
    /// - Throws: ``BlobStoreError``.
    package func recountStatus() async throws(BlobStoreError) -> RecountStatus {
        let index = try openParts().reader.index
        return try await pool.run { () throws(BlobStoreError) in
            try index.read { (txn) throws(BlobStoreError) in
                let state = try index.recountState(txn)
                do throws(LMDBError) {
                    return RecountStatus(state, absences: try txn.count(of: index.absences))
                } catch {
                    throw .index(error)
                }
            }
        }
    }
}
