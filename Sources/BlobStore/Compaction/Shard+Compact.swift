import Synchronization

extension Shard {
    /// Rewrites the segments of which little is in use, and removes what they had for nobody.
    ///
    /// The shard serves meanwhile; the work steps back for it. It may be cancelled at any time, and so may the process end:
    /// the next compaction, or the next opening, takes back what was begun or brings it to its end. Segments that
    /// cannot be rewritten now are in the report, and are no error.
    ///
    /// - Parameter progress: Is told how far the compaction is, from any thread.
    /// - Returns: What was done, when nothing more is worth it.
    /// - Throws: ``BlobStoreError/compactionRunning``, ``BlobStoreError/writesStopped(_:)``, ``BlobStoreError/closed``, what
    ///   the file system or the index throws, and `CancellationError`.
    package func compact(
        progress: @escaping @Sendable (CompactionProgress) -> Void = { _ in }
    ) async throws -> CompactionReport {
        try await compact(pacedBy: makePacer(), progress: progress)
    }

    /// Rewrites the segments of which little is in use, slowed down by a pacer.
    func compact(
        pacedBy pacer: any Pacer,
        progress: @escaping @Sendable (CompactionProgress) -> Void = { _ in }
    ) async throws -> CompactionReport {
        guard beginCompaction() else { throw BlobStoreError.compactionRunning }
        defer { isCompacting.withLock { $0 = false } }
        let compactor = Compactor(
            parts: try openParts(),
            shard: identity.shard,
            options: options,
            pool: maintenancePool,
            pacer: pacer,
            progress: progress
        )
        return try await compactor.run()
    }

    private func beginCompaction() -> Bool {
        isCompacting.withLock { isCompacting in
            defer { isCompacting = true }
            return !isCompacting
        }
    }
}
