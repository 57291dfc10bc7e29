package import BlobModel

extension Shard: BlobWriter {
    /// Stores the bytes of a body as a blob and names the reference that keeps it alive.
    ///
    /// Chunks that are stored before the body fails stay behind unreferenced and are used again by the next attempt.
    package func put(
        _ body: ByteStream,
        as reference: ReferenceID,
        in domain: DedupDomain,
        limit: UInt64
    ) async throws -> StoredBlob {
        let present = try await look(for: reference, in: domain)
        let reader = BodyReader(body, limit: limit)
        if let present {
            return try await compare(reader, with: present, of: reference, in: domain)
        }
        let upload = Upload(
            writer: try writer(),
            domain: domain,
            reference: reference,
            secret: options.chunkingSecret,
            windowByteCount: options.uploadWindowByteCount,
            sealer: try await sealer(for: domain),
            budget: options.uploadBudget
        )
        return try await upload.store(reader)
    }

    /// Stores the bytes of a body, which is not read when the disk has no room for them.
    package func put(
        _ body: ByteStream,
        as reference: ReferenceID,
        in domain: DedupDomain,
        limit: UInt64,
        expecting length: UInt64?
    ) async throws -> StoredBlob {
        try await checkRoom(for: length)
        return try await put(body, as: reference, in: domain, limit: limit)
    }

    /// Releases a reference, durably when the call returns; no bytes are freed yet.
    package func release(_ reference: ReferenceID, in domain: DedupDomain) async throws {
        let operation = WriteOperation(domainKey: domain.key, change: .release(reference))
        do throws(BlobStoreError) {
            _ = try await openParts().writer.submit(operation)
        } catch {
            throw BlobError(error)
        }
    }

    /// Returns what a reference names; that it names nothing yet, which mostly is so, is found on the thread that asks.
    private func look(for reference: ReferenceID, in domain: DedupDomain) async throws(BlobError) -> BlobDescription? {
        let reader = try self.reader()
        do throws(BlobStoreError) {
            if try reader.surelyLacks(reference, in: domain) { return nil }
        } catch {
            throw BlobError(error)
        }
        return try await run { (reader) throws(BlobStoreError) in try reader.blob(of: reference, in: domain) }
    }

    /// Reads a body that is put again under a reference, and tells whether it is the same.
    private func compare(
        _ body: consuming BodyReader,
        with present: BlobDescription,
        of reference: ReferenceID,
        in domain: DedupDomain
    ) async throws -> StoredBlob {
        var hasher = ContentHasher()
        while let piece = try await body.next() { hasher.update(piece.span) }
        let blob = hasher.finalise()
        guard blob == present.blob else { throw BlobError.referenceConflict(reference) }
        // It may have been released while the body came: then nothing keeps the bytes, and the put must come again.
        let remaining = try await run { (reader) throws(BlobStoreError) in try reader.blob(of: reference, in: domain) }
        guard remaining == present else {
            throw BlobError.unavailable("The reference \(reference) changed while its body came again.")
        }
        return StoredBlob(blob: blob, size: present.size, addedBytes: 0, wasPresent: true)
    }

    /// Returns what writes.
    ///
    /// - Throws: ``BlobError/unavailable(_:)`` when the shard was closed.
    func writer() throws(BlobError) -> ShardWriter {
        do throws(BlobStoreError) { return try openParts().writer } catch { throw BlobError(error) }
    }
}
