package import BlobModel

extension Shard {
    /// Erases the key of a domain, durably: nothing that was encrypted under it can be read any more, by anybody.
    ///
    /// What the domain stored before it had a key is refused from now on too, but stays in the log until its references
    /// are released and compaction has rewritten the segments. Copies of the key file, as in a backup, are not reached.
    ///
    /// - Parameter domain: The domain; it can store nothing any more.
    /// - Returns: Whether there was a key; false when it was erased before.
    /// - Throws: ``BlobStoreError/keys(_:_:)`` with ``KeyFault/notEncrypted`` when the domain never had a key, and what the
    ///   file system throws: then the call is to be repeated.
    @discardableResult
    package func eraseKey(of domain: DedupDomain) async throws(BlobStoreError) -> Bool {
        let keys = try keys()
        return try await maintenancePool.run { () throws(BlobStoreError) in try keys.erase(domain.key) }
    }

    /// Wraps the keys of all domains under the current master key, when they are still under the one before.
    ///
    /// Reads and writes go on. It may be cancelled and called again.
    ///
    /// - Parameter progress: Told after every few files how many of how many were looked at.
    /// - Returns: What was done.
    /// - Throws: `CancellationError` and ``BlobStoreError``.
    package func rotateMasterKey(
        progress: @Sendable (RotationProgress) -> Void = { _ in }
    ) async throws -> RotationReport {
        try await MasterKeyRotation(keys: keys(), pool: maintenancePool).run(progress: progress)
    }

    /// Returns what is to be said of the keys, after looking at every key file.
    package func masterKeyStatus() async throws(BlobStoreError) -> MasterKeyStatus {
        let keys = try keys()
        return try await maintenancePool.run { () throws(BlobStoreError) in try keys.status() }
    }

    /// Returns what makes of a domain's uploads what is stored; on a thread that may block when there are keys.
    ///
    /// - Throws: ``BlobError/domainErased(_:)`` when the domain's key was erased.
    func sealer(for domain: DedupDomain) async throws(BlobError) -> ContentSealer {
        do throws(BlobStoreError) {
            guard try keys().encrypts else { return .plain }
            let reader = try openParts().reader
            return try await pool.run { () throws(BlobStoreError) in try reader.sealer(for: domain.key) }
        } catch .domainErased {
            throw .domainErased(domain)
        } catch {
            throw BlobError(error)
        }
    }

    private func keys() throws(BlobStoreError) -> DomainKeyStore {
        guard let keys = try openParts().reader.opener.keys else { preconditionFailure("An open shard has its keys.") }
        return keys
    }
}
