import BlobModel
import DurableIO
import KeyValueIndex

/// Reads blobs of a shard.
///
/// All calls block their thread.
///
/// A snapshot of the index is closed before a segment is read, so that a slow disk never holds one.
struct ShardReader: Sendable {
    /// The shard's index.
    let index: ShardIndex

    /// The shard's segments.
    let files: SegmentFiles

    /// The exclusive lock on the shard's directory, held for as long as anybody reads.
    let lock: any FileLock

    /// Returns what a reference names, or nil when the domain has none of this name.
    func blob(of reference: ReferenceID, in domain: DedupDomain) throws(BlobStoreError) -> BlobDescription? {
        try index.read { (txn) throws(BlobStoreError) in
            try index.reference(reference, domainKey: domain.key, txn)?.blob
        }
    }

    /// Returns a blob's size.
    ///
    /// - Throws: ``BlobStoreError/blobNotFound(_:)``.
    func size(of blob: ContentID, in domain: DedupDomain) throws(BlobStoreError) -> UInt64 {
        switch try entry(of: blob, in: domain) {
        case .manifest(let location): location.size
        case .chunk(let location): UInt64(location.length)
        }
    }

    /// Returns the parts of chunks that make up a blob, or a range of it.
    ///
    /// - Parameters:
    ///   - blob: The blob's content ID.
    ///   - domain: The domain that has it.
    ///   - range: The bytes wanted, or nil for all.
    /// - Returns: The parts, in order.
    /// - Throws: ``BlobStoreError/blobNotFound(_:)`` and ``BlobStoreError/rangeNotSatisfiable(size:)``.
    func slices(
        of blob: ContentID,
        in domain: DedupDomain,
        range: Range<UInt64>?
    ) throws(BlobStoreError) -> [BlobSlice] {
        let chunks = try chunks(of: blob, in: domain)
        let size = chunks.reduce(0) { $0 + UInt64($1.length) }
        guard range?.upperBound ?? 0 <= size else { throw .rangeNotSatisfiable(size: size) }
        return BlobSlice.slices(of: range ?? 0..<size, in: chunks)
    }

    /// Returns how a blob, or a range of it, is read: the bytes themselves when they are one piece.
    ///
    /// - Throws: ``BlobStoreError/blobNotFound(_:)`` and ``BlobStoreError/rangeNotSatisfiable(size:)``;
    ///   ``BlobStoreError/damagedContent(_:)`` when the one piece is not what it was.
    func opening(
        of blob: ContentID,
        in domain: DedupDomain,
        range: Range<UInt64>?
    ) throws(BlobStoreError) -> BlobOpening {
        let slices = try slices(of: blob, in: domain, range: range)
        guard BlobSlice.isOnePiece(slices) else { return .slices(slices) }
        return .bytes(try read(slices, in: domain))
    }

    /// Returns a blob's description, with all its bytes when they are no more than a limit.
    ///
    /// - Throws: ``BlobStoreError/blobNotFound(_:)``; ``BlobStoreError/damagedContent(_:)`` when the bytes are not what
    ///   they were.
    func contents(of blob: ContentID, in domain: DedupDomain, upTo limit: Int) throws(BlobStoreError) -> BlobContents {
        let size = try size(of: blob, in: domain)
        let description = BlobDescription(blob: blob, size: size)
        guard size <= UInt64(limit) else { return BlobContents(description: description, bytes: nil) }
        let slices = try slices(of: blob, in: domain, range: 0..<size)
        return BlobContents(description: description, bytes: try read(slices, in: domain))
    }

    /// Returns where the chunks of slices are.
    ///
    /// - Throws: ``BlobStoreError/chunkMissing(_:)`` when one is not there any more.
    func locate(_ slices: some Sequence<BlobSlice>, in domain: DedupDomain) throws(BlobStoreError) -> [LocatedSlice] {
        try index.read { (txn) throws(BlobStoreError) in
            var located: [LocatedSlice] = []
            for slice in slices {
                guard let location = try index.chunk(slice.chunk, domainKey: domain.key, txn) else {
                    throw .chunkMissing(slice.chunk)
                }
                guard location.length == slice.length else { throw .damagedContent(slice.chunk) }
                located.append(LocatedSlice(slice: slice, location: location))
            }
            return located
        }
    }

    private enum Entry {
        case manifest(ManifestLocation)
        case chunk(ChunkLocation)
    }

    private func entry(of blob: ContentID, in domain: DedupDomain) throws(BlobStoreError) -> Entry {
        try index.read { (txn) throws(BlobStoreError) in
            if let location = try index.manifest(of: blob, domainKey: domain.key, txn) { return .manifest(location) }
            // "A blob of one chunk needs no second record": its name is that of the chunk.
            if let location = try index.chunk(blob, domainKey: domain.key, txn) { return .chunk(location) }
            throw .blobNotFound(blob)
        }
    }

    private func chunks(of blob: ContentID, in domain: DedupDomain) throws(BlobStoreError) -> [Manifest.Chunk] {
        switch try entry(of: blob, in: domain) {
        case .manifest(let location): try manifest(of: blob, at: location).chunks
        case .chunk(let location): [Manifest.Chunk(id: blob, length: location.length)]
        }
    }

    private func manifest(of blob: ContentID, at location: ManifestLocation) throws(BlobStoreError) -> Manifest {
        let bytes = try bytes(in: location.segment, at: location.offset, count: Int(location.byteCount))
        guard ContentID(of: bytes.span) == location.digest, let manifest = try? Manifest(decoding: bytes),
            manifest.blob == blob
        else { throw .damagedContent(blob) }
        return manifest
    }

    /// Returns bytes of a segment.
    func bytes(in segment: UInt64, at offset: UInt64, count: Int) throws(BlobStoreError) -> [UInt8] {
        let file = try files.file(segment)
        do throws(FileError) { return try file.read(at: offset, count: count) } catch { throw .file(error) }
    }
}
