import KeyValueIndex

extension Shard {
    /// Reads everything in the shard and checks it, or what the interrupted pass before has left of that.
    ///
    /// Damaged chunks and manifests in use are quarantined: they are not read any more, not built upon, and healed by a later upload
    /// of the same bytes. All findings are logged. The scrub keeps to the shard's rate, steps back behind reads and writes, and ends
    /// soon after its task is cancelled; the next one goes on where it stood. One scrub of a shard should run at a time.
    ///
    /// - Parameter progress: Told about once a mebibyte how far the pass is.
    /// - Returns: What was found, at the end of the pass.
    /// - Throws: `CancellationError`; ``BlobStoreError``, of which ``BlobStoreError/writesStopped(_:)`` says that what is found cannot
    ///   be noted.
    package func scrub(
        progress: @escaping @Sendable (ScrubProgress) -> Void = { _ in }
    ) async throws -> ScrubReport {
        var scrubber = Scrubber(
            try openParts(),
            shard: identity.shard,
            pool: maintenancePool,
            pacer: try makePacer(),
            progress: progress
        )
        return try await scrubber.run()
    }

    /// How far the scrub of the shard is, and what the last one found.
    ///
    /// - Throws: ``BlobStoreError/closed`` and what the index throws.
    package func scrubStatus() async throws(BlobStoreError) -> ScrubStatus {
        let index = try openParts().reader.index
        return try await pool.run { () throws(BlobStoreError) in try index.scrubStatus() }
    }
}

extension ShardIndex {
    /// Returns how far the scrub is.
    func scrubStatus() throws(BlobStoreError) -> ScrubStatus {
        let total = try tallies().values.reduce(0) { $0 + $1.byteCount }
        return try read { (txn) throws(BlobStoreError) in
            let state = try scrubState(txn)
            return ScrubStatus(
                passStarted: state.passStart,
                bytes: state.passStarted > 0 ? state.bytes : 0,
                totalBytes: total,
                findings: state.passStarted > 0 ? state.findings : 0,
                lastPass: state.lastPass,
                quarantined: try count(of: quarantine, txn)
            )
        }
    }

    /// Returns the number of a table's rows, without visiting them.
    func count(of table: Table, _ txn: borrowing ReadTransaction) throws(BlobStoreError) -> Int {
        do throws(LMDBError) { return try txn.count(of: table) } catch { throw .index(error) }
    }
}
