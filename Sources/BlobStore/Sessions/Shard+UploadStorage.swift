package import BlobModel
import FoundationEssentials

extension Shard: UploadStorage {
    /// Opens an upload session, durably when the call returns.
    package func createUpload(in domain: DedupDomain, expecting length: UInt64?) async throws -> UploadSession {
        try await checkRoom(for: length)
        let count = try await run { (reader) throws(BlobStoreError) in try reader.sessionCount() }
        guard count < options.sessionLimit else {
            throw BlobError.unavailable("There are \(count) upload sessions already.")
        }
        // A domain whose key was erased takes nothing, which is better said before the first byte comes.
        _ = try await sealer(for: domain)
        let key = SessionKey(domainKey: domain.key, id: .random())
        let expires = sessionExpiry
        _ = try await writer().submit(.advance(key.id, at: 0, [], expires: expires), to: key)
        return UploadSession(session: key.id, offset: 0, expires: expires)
    }

    /// Returns how far an upload session has come, from the index: what it tells is durable.
    package func upload(_ session: UploadSessionID, in domain: DedupDomain) async throws -> UploadSession {
        let row = try await row(of: SessionKey(domainKey: domain.key, id: session))
        return UploadSession(session: session, offset: row.size, expires: row.expires)
    }

    /// Appends bytes to an upload session.
    package func append(
        _ part: UploadPart,
        to session: UploadSessionID,
        in domain: DedupDomain
    ) async throws -> UploadSession {
        let key = SessionKey(domainKey: domain.key, id: session)
        return try await sessions.using(key) { digest in
            let row = try await row(of: key)
            guard part.offset == row.size else { throw UploadSessionError.offsetMismatch(durable: row.size) }
            guard part.offset <= part.limit else { throw BlobError.tooLarge(limit: part.limit) }
            let current = try await self.digest(of: key, row, known: digest, in: domain)
            // What is known of the session's bytes counts again once these have been stored: an append that is refused half-way may come again
            // with others.
            digest = nil
            let expires = sessionExpiry
            var append = SessionAppend(
                to: key,
                at: row.size,
                until: expires,
                by: try writer(),
                cutter: try await cutter(at: row.size, in: domain),
                digest: current
            )
            var share = UploadShare(
                of: options.uploadBudget,
                byteCount: Upload.byteCount(windows: options.uploadWindowByteCount)
            )
            try await share.take()
            let body = BodyReader(part.body, limit: part.limit, from: row.size)
            let offset = try await append.store(body, endsUpload: part.endsUpload)
            digest = current
            // An append that brought no whole chunk has advanced nothing.
            return UploadSession(session: session, offset: offset, expires: offset > row.size ? expires : row.expires)
        }
    }

    /// Ends an upload session without a blob.
    package func abandon(_ session: UploadSessionID, in domain: DedupDomain) async throws {
        let key = SessionKey(domainKey: domain.key, id: session)
        try await sessions.using(key) { digest in
            digest = nil
            _ = try await writer().submit(.abandon(session), to: key)
        }
    }

    /// Returns the digest of what an upload session has, from memory or from the stored bytes.
    ///
    /// - Parameters:
    ///   - key: The session.
    ///   - row: What the index knows of it.
    ///   - known: The digest that was kept, which may be of other bytes when an append failed.
    ///   - domain: The domain that the session belongs to.
    /// - Returns: The digest, which covers exactly the durable bytes.
    /// - Throws: ``BlobError/corrupt(_:)`` when stored bytes are not what they were.
    func digest(
        of key: SessionKey,
        _ row: SessionRow,
        known: SessionDigest?,
        in domain: DedupDomain
    ) async throws -> SessionDigest {
        if let known, await known.offset == row.size { return known }
        let digest = SessionDigest()
        guard row.size > 0 else { return digest }
        let chunks = try await run { (reader) throws(BlobStoreError) in try reader.chunks(of: key) }
        let slices = BlobSlice.slices(of: 0..<row.size, in: chunks)
        for try await piece in BlobBytes(reader: try reader(), pool: pool, domain: domain, slices: slices) {
            await digest.add([piece])
        }
        return digest
    }

    /// Returns what the index knows of a session that has not expired.
    ///
    /// - Throws: ``UploadSessionError/notFound(_:)``.
    func row(of key: SessionKey) async throws -> SessionRow {
        let row = try await run { (reader) throws(BlobStoreError) in try reader.session(key) }
        guard let row, row.expires > SessionRow.milliseconds(of: options.now()) else {
            throw UploadSessionError.notFound(key.id)
        }
        return row
    }

    private var sessionExpiry: UInt64 {
        SessionRow.milliseconds(of: options.now().addingTimeInterval(options.sessionExpiry))
    }

    private func cutter(at offset: UInt64, in domain: DedupDomain) async throws -> SessionCutter {
        let sealer = try await sealer(for: domain)
        let secret = options.chunkingSecret
        let makeChunker = { @Sendable in Chunker(gear: secret.gearTable(for: domain), parameters: .standard) }
        let assembler =
            offset == 0 ? ChunkAssembler(makeChunker: makeChunker) : ChunkAssembler.resuming(makeChunker: makeChunker)
        return SessionCutter(
            assembler: assembler,
            windowByteCount: options.uploadWindowByteCount,
            sealer: sealer
        )
    }
}

extension SessionRow {
    /// Returns an instant as rows have it: in milliseconds since 1970, never before.
    static func milliseconds(of date: Date) -> UInt64 {
        UInt64(max(0, date.timeIntervalSince1970 * 1_000))
    }
}
