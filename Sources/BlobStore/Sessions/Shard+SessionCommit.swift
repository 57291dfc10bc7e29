package import BlobModel

extension Shard {
    /// Makes a blob of what arrived, adds a reference to it, and ends the session.
    package func commit(
        _ session: UploadSessionID,
        as completion: UploadCompletion,
        in domain: DedupDomain
    ) async throws -> StoredBlob {
        let key = SessionKey(domainKey: domain.key, id: session)
        return try await sessions.using(key) { digest in
            let row: SessionRow
            do {
                row = try await self.row(of: key)
            } catch let error as UploadSessionError {
                return try await committed(completion, in: domain, otherwise: error)
            }
            guard row.size == completion.length else { throw UploadSessionError.offsetMismatch(durable: row.size) }
            let current = try await self.digest(of: key, row, known: digest, in: domain)
            digest = nil
            guard let blob = await current.finalise() else {
                preconditionFailure("A digest that has ended is not kept.")
            }
            guard completion.blob ?? blob == blob else { throw UploadSessionError.digestMismatch(found: blob) }
            return try await finish(key, as: blob, completion, in: domain, addedBefore: await current.addedBytes)
        }
    }

    /// Adds manifest and reference and ends the session, all in one batch.
    private func finish(
        _ key: SessionKey,
        as blob: ContentID,
        _ completion: UploadCompletion,
        in domain: DedupDomain,
        addedBefore: UInt64
    ) async throws -> StoredBlob {
        let sealer = try await sealer(for: domain)
        // Every blob has at least one chunk; that of an empty blob is empty, and no part brought it.
        let last = completion.length == 0 ? [sealer.chunk([], id: blob)] : []
        let stored = try await run { (reader) throws(BlobStoreError) in try reader.chunks(of: key) }
        let chunks = stored + last.map { Manifest.Chunk(id: $0.id, length: $0.entry.length) }
        let manifest = sealer.manifest(Manifest(blob: blob, chunks: chunks, chunking: .standard))
        let outcome = try await writer().submit(
            .finish(key.id, last, manifest: manifest, reference: completion.reference),
            to: key
        )
        return StoredBlob(
            blob: blob,
            size: completion.length,
            addedBytes: addedBefore + outcome.addedBytes,
            wasPresent: outcome.wasPresent
        )
    }

    /// Returns what a commit that came before has stored, for a caller that did not get the answer.
    ///
    /// - Throws: The error for a session without a blob, and ``BlobError/referenceConflict(_:)`` when the reference names
    ///   another blob than the completion says.
    private func committed(
        _ completion: UploadCompletion,
        in domain: DedupDomain,
        otherwise error: UploadSessionError
    ) async throws -> StoredBlob {
        let reference = completion.reference
        let found = try await run { (reader) throws(BlobStoreError) in try reader.blob(of: reference, in: domain) }
        guard let found else { throw error }
        guard found.size == completion.length, completion.blob ?? found.blob == found.blob else {
            throw BlobError.referenceConflict(reference)
        }
        return StoredBlob(blob: found.blob, size: found.size, addedBytes: 0, wasPresent: true)
    }
}
