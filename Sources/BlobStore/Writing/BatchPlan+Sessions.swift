import BlobModel
import KeyValueIndex

/// The name of an upload session within its domain.
struct SessionKey: Hashable, Sendable {
    /// The SHA-256 of the domain's ID.
    let domainKey: ContentID

    /// The session's ID.
    let id: UploadSessionID
}

extension BatchPlan {
    /// Adds chunks to an upload session, or opens it.
    ///
    /// - Returns: What was added, or ``BlobStoreError/sessionNotFound(_:)`` or
    ///   ``BlobStoreError/sessionOffset(_:expected:)`` when the session is not where the operation expects it.
    mutating func advance(
        _ id: UploadSessionID,
        at offset: UInt64,
        _ chunks: [NamedChunk],
        expires: UInt64,
        _ scope: DomainScope,
        _ txn: borrowing ReadTransaction
    ) throws(BlobStoreError) -> Result<WriteOutcome, BlobStoreError> {
        let key = SessionKey(domainKey: scope.key, id: id)
        let row = try session(key, txn)
        guard row != nil || offset == 0 && chunks.isEmpty else { return .failure(.sessionNotFound(id)) }
        guard offset == row?.size ?? 0 else { return .failure(.sessionOffset(id, expected: row?.size ?? 0)) }
        guard hasRoom else { return .failure(.insufficientSpace) }
        let added = try append(chunks, scope, txn)
        obligations.required += chunks.map { ChunkKey(domainKey: scope.key, id: $0.id) }
        let advance = SessionAdvance(
            opened: row?.opened ?? 0,
            offset: offset,
            expires: expires,
            chunks: chunks.map { Manifest.Chunk(id: $0.id, length: $0.entry.length) }
        )
        batch.add(.sessionAdvanced(id, advance), scope)
        // Only its place in the log will tell the number of an opening record: a session is not advanced in the batch that
        // opens it, since nobody knows of it before that is answered.
        changes.sessions[key] = .some(row.map { SessionRow(opened: $0.opened, size: advance.end, expires: expires) })
        return .success(WriteOutcome(addedBytes: added))
    }

    /// Makes an upload session a blob with a reference, and ends it.
    mutating func finish(
        _ id: UploadSessionID,
        _ chunks: [NamedChunk],
        _ manifest: StoredManifest,
        _ reference: ReferenceID,
        _ scope: DomainScope,
        _ txn: borrowing ReadTransaction
    ) throws(BlobStoreError) -> Result<WriteOutcome, BlobStoreError> {
        let result = try commit(chunks, manifest, reference, scope, txn)
        if case .success = result { try abandon(id, scope, txn) }
        return result
    }

    /// Ends an upload session; one that is not there is no error.
    mutating func abandon(
        _ id: UploadSessionID,
        _ scope: DomainScope,
        _ txn: borrowing ReadTransaction
    ) throws(BlobStoreError) {
        let key = SessionKey(domainKey: scope.key, id: id)
        guard let row = try session(key, txn) else { return }
        batch.add(.sessionEnded(id, opened: row.opened), scope)
        changes.sessions[key] = .some(nil)
    }

    private func session(_ key: SessionKey, _ txn: borrowing ReadTransaction) throws(BlobStoreError) -> SessionRow? {
        if let changed = changes.sessions[key] { return changed }
        return try index.session(key.id, domainKey: key.domainKey, txn)
    }
}
