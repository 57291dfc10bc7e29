import BlobModel

/// A chunk that an upload has cut and named.
struct NamedChunk: Sendable {
    /// The content ID of the bytes.
    let id: ContentID

    /// The bytes.
    let bytes: [UInt8]

    /// Names a chunk's bytes.
    ///
    /// - Parameters:
    ///   - bytes: The bytes.
    ///   - id: Their content ID when it is known already.
    init(_ bytes: [UInt8], id: ContentID? = nil) {
        self.id = id ?? ContentID(of: bytes.span)
        self.bytes = bytes
    }
}

/// One change that waits for the writer of a shard.
struct WriteOperation: Sendable {
    /// What shall change.
    enum Change: Sendable {
        /// Chunks of a blob that is still arriving shall be there.
        case append([NamedChunk])
        /// The last chunks of a blob, its manifest, and a reference to it shall be there.
        case commit([NamedChunk], manifest: Manifest, reference: ReferenceID)
        /// A reference shall not be there.
        case release(ReferenceID)
    }

    /// The SHA-256 of the domain's ID.
    let domainKey: ContentID

    /// What shall change.
    let change: Change

    /// The chunks that the operation brings.
    var chunks: [NamedChunk] {
        switch change {
        case .append(let chunks), .commit(let chunks, _, _): chunks
        case .release: []
        }
    }

    /// About how many bytes the operation adds to the log when nothing of it is there.
    var byteCount: Int {
        let manifest =
            switch change {
            case .commit(_, let manifest, _): manifest.chunks.count * 36
            case .append, .release: 0
            }
        return chunks.reduce(manifest + 256) { $0 + $1.bytes.count + ChunkEntry.byteCount }
    }
}

/// What an operation changed.
struct WriteOutcome: Hashable, Sendable {
    /// The chunk bytes that were not there before.
    var addedBytes: UInt64 = 0

    /// Tells whether the reference to the same blob was there before.
    var wasPresent = false
}
