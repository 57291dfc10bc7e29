package import BlobModel

extension Shard: BlobReader, ReferenceReader {
    /// Returns what the shard tells of a blob.
    package func description(of blob: ContentID, in domain: DedupDomain) async throws -> BlobDescription {
        let size = try await run { (reader) throws(BlobStoreError) in try reader.size(of: blob, in: domain) }
        return BlobDescription(blob: blob, size: size)
    }

    /// Returns what the shard tells of the blob of a reference.
    package func blob(of reference: ReferenceID, in domain: DedupDomain) async throws -> BlobDescription {
        let found = try await run { (reader) throws(BlobStoreError) in try reader.blob(of: reference, in: domain) }
        guard let found else { throw BlobError.referenceNotFound(reference) }
        return found
    }

    /// Returns the bytes of a blob, or of a part of it, each chunk of which is checked before it is given.
    package func read(_ blob: ContentID, in domain: DedupDomain, range: Range<UInt64>?) async throws -> ByteStream {
        let slices = try await run { (reader) throws(BlobStoreError) in
            try reader.slices(of: blob, in: domain, range: range)
        }
        return ByteStream(BlobBytes(reader: try reader(), pool: pool, domain: domain, slices: slices))
    }

    /// Returns the bytes of a blob, or of a part of it, where they lie in files.
    ///
    /// - Parameters:
    ///   - blob: The blob's content ID.
    ///   - domain: The domain that has it.
    ///   - range: The bytes wanted, or nil for all.
    /// - Returns: The regions in order; none when there are no bytes.
    /// - Throws: ``BlobError/notFound(_:)`` and ``BlobError/rangeNotSatisfiable(size:)``.
    package func regions(
        of blob: ContentID,
        in domain: DedupDomain,
        range: Range<UInt64>? = nil
    ) async throws -> [FileRegion] {
        try await run { (reader) throws(BlobStoreError) in
            try reader.regions(of: reader.slices(of: blob, in: domain, range: range), in: domain)
        }
    }

    /// Runs a read on a thread that may block, and tells its error in the words of the store's callers.
    func run<Value: Sendable>(
        _ body: @escaping @Sendable (ShardReader) throws(BlobStoreError) -> Value
    ) async throws(BlobError) -> Value {
        do throws(BlobStoreError) {
            let reader = try openParts().reader
            return try await pool.run { () throws(BlobStoreError) in try body(reader) }
        } catch {
            throw BlobError(error)
        }
    }

    private func reader() throws(BlobError) -> ShardReader {
        do throws(BlobStoreError) { return try openParts().reader } catch { throw BlobError(error) }
    }
}
