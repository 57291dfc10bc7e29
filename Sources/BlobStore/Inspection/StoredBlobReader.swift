import BlobModel

/// Reads the blobs of a stopped shard by the names of its index, chunk by chunk, each checked.
struct StoredBlobReader: Sendable {
    /// What reads the segments.
    let reader: ShardReader

    private var index: ShardIndex { reader.index }

    /// Reads a whole blob to see that it is what it should be.
    ///
    /// - Parameters:
    ///   - blob: The blob.
    ///   - size: The bytes that it must have.
    /// - Returns: The SHA-256 of its bytes.
    /// - Throws: ``BlobStoreError/damagedContent(_:)``, ``BlobStoreError/chunkMissing(_:)``, or
    ///   ``BlobStoreError/blobNotFound(_:)`` when it is not; what the index and the file system throw.
    func check(_ blob: ChunkKey, size: UInt64) throws(BlobStoreError) -> ContentID {
        var hasher = ContentHasher()
        var found: UInt64 = 0
        try read(blob) { (bytes) throws(BlobStoreError) in
            hasher.update(bytes.span)
            found += UInt64(bytes.count)
        }
        guard found == size else { throw .damagedContent(blob.id) }
        return hasher.finalise()
    }

    /// Reads a blob.
    ///
    /// - Parameters:
    ///   - blob: The blob.
    ///   - body: Given each chunk's bytes, in order; spell its error: `{ (bytes) throws(BlobStoreError) in … }`.
    /// - Throws: As ``check(_:size:)``, and what the body throws.
    func read(
        _ blob: ChunkKey,
        _ body: ([UInt8]) throws(BlobStoreError) -> Void
    ) throws(BlobStoreError) {
        for id in try chunks(of: blob) { try body(try bytes(of: ChunkKey(domainKey: blob.domainKey, id: id))) }
    }

    private func chunks(of blob: ChunkKey) throws(BlobStoreError) -> [ContentID] {
        switch try index.read({ (txn) throws(BlobStoreError) in try index.place(of: blob, txn) }) {
        case .manifest(let location): try reader.manifest(of: blob, at: location).chunks.map(\.id)
        case .chunk: [blob.id]
        case nil: throw .blobNotFound(blob.id)
        }
    }

    private func bytes(of chunk: ChunkKey) throws(BlobStoreError) -> [UInt8] {
        let location = try index.read { (txn) throws(BlobStoreError) in
            try index.chunk(chunk.id, domainKey: chunk.domainKey, txn)
        }
        guard let location else { throw .chunkMissing(chunk.id) }
        let count = UInt64(location.storedLength)
        let stored = try reader.bytes(in: location.segment, at: location.offset, count: count)
        if location.flags.contains(.encrypted) { return try reader.opener.chunk(stored.span, of: chunk) }
        guard ContentID(of: stored.span) == chunk.id else { throw .damagedContent(chunk.id) }
        return stored
    }
}
