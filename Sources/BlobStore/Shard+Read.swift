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
    ///
    /// What is read at once anyway, 256 KiB at most, is read by the look-up, and a fault in it is thrown here.
    package func read(_ blob: ContentID, in domain: DedupDomain, range: Range<UInt64>?) async throws -> ByteStream {
        let opening = try await run { (reader) throws(BlobStoreError) in
            try reader.opening(of: blob, in: domain, range: range)
        }
        switch opening {
        case .bytes(let bytes): return .bytes(bytes)
        case .slices(let slices):
            return ByteStream(BlobBytes(reader: try reader(), pool: pool, domain: domain, slices: slices))
        }
    }

    /// Returns what the shard tells of a blob together with its bytes, if they are few, by one look.
    ///
    /// - Parameters:
    ///   - blob: The blob's content ID.
    ///   - domain: The domain that has it.
    ///   - limit: The most bytes to read; a longer blob is described only.
    /// - Returns: The description, and the bytes, each chunk of which was checked.
    /// - Throws: ``BlobError/notFound(_:)``, and ``BlobError/corrupt(_:)`` when stored bytes are not what they were.
    package func contents(
        of blob: ContentID,
        in domain: DedupDomain,
        upTo limit: Int
    ) async throws -> BlobContents {
        try await run { (reader) throws(BlobStoreError) in try reader.contents(of: blob, in: domain, upTo: limit) }
    }

    /// Returns the bytes of a blob, or of a part of it, where they lie in files as they were uploaded.
    ///
    /// - Parameters:
    ///   - blob: The blob's content ID.
    ///   - domain: The domain that has it.
    ///   - range: The bytes wanted, or nil for all.
    /// - Returns: The regions in order, none when there are no bytes; nil when some of the bytes are encrypted.
    /// - Throws: ``BlobError/notFound(_:)`` and ``BlobError/rangeNotSatisfiable(size:)``.
    package func sendableRegions(
        of blob: ContentID,
        in domain: DedupDomain,
        range: Range<UInt64>? = nil
    ) async throws -> [FileRegion]? {
        try await run { (reader) throws(BlobStoreError) in
            try reader.regions(of: reader.slices(of: blob, in: domain, range: range), in: domain)
        }
    }

    /// Returns the bytes of a blob that is not encrypted, or of a part of it, where they lie in files.
    ///
    /// - Throws: As ``sendableRegions(of:in:range:)``, and ``BlobError/unavailable(_:)`` when some of them are encrypted.
    package func regions(
        of blob: ContentID,
        in domain: DedupDomain,
        range: Range<UInt64>? = nil
    ) async throws -> [FileRegion] {
        guard let regions = try await sendableRegions(of: blob, in: domain, range: range) else {
            throw BlobError.unavailable("The bytes of \(blob) are encrypted in their file.")
        }
        return regions
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

    /// Returns what reads.
    ///
    /// - Throws: ``BlobError/unavailable(_:)`` when the shard was closed.
    func reader() throws(BlobError) -> ShardReader {
        do throws(BlobStoreError) { return try openParts().reader } catch { throw BlobError(error) }
    }
}
