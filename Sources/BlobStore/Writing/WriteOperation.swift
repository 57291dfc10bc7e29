import BlobModel

/// One change that waits for the writer of a shard.
struct WriteOperation: Sendable {
    /// What shall change.
    enum Change: Sendable {
        /// Chunks of a blob that is still arriving shall be there.
        case append([NamedChunk])
        /// The last chunks of a blob, its manifest, and a reference to it shall be there.
        case commit([NamedChunk], manifest: StoredManifest, reference: ReferenceID)
        /// A reference shall not be there; the grace of its blob begins if it was the last one.
        case release(ReferenceID)
        /// A reference shall not be there, and its blob may be collected at once if it was the last one.
        case releaseAtOnce(ReferenceID)
        /// An upload session shall have more chunks after an offset, or be opened at offset 0 without any, until `expires`.
        case advance(UploadSessionID, at: UInt64, [NamedChunk], expires: UInt64)
        /// An upload session shall be a blob with its manifest and a reference, and end.
        case finish(UploadSessionID, [NamedChunk], manifest: StoredManifest, reference: ReferenceID)
        /// An upload session shall end, and what it holds be let go.
        case abandon(UploadSessionID)
        /// Nothing shall change; what was appended before shall not wait for others to make it durable.
        case settle
    }

    /// When an operation is answered.
    enum Answer: Sendable {
        /// Once it is durable, and all that was carried out before it.
        case whenDurable
        /// Once it is in the log, which a crash may undo; a later operation of the same caller makes it durable.
        case whenAppended
    }

    /// The SHA-256 of the domain's ID.
    let domainKey: ContentID

    /// What shall change.
    let change: Change

    /// When the operation is answered.
    var answer = Answer.whenDurable

    /// The chunks that the operation brings.
    var chunks: [NamedChunk] {
        switch change {
        case .append(let chunks), .commit(let chunks, _, _), .advance(_, _, let chunks, _),
            .finish(_, let chunks, _, _):
            chunks
        case .release, .releaseAtOnce, .abandon, .settle: []
        }
    }

    /// The number of the domain's key under which the bodies are encrypted; 0 when they are not.
    var keyNumber: UInt32 { chunks.first?.keyNumber ?? manifest?.keyNumber ?? 0 }

    /// The manifest that the operation brings.
    private var manifest: StoredManifest? {
        switch change {
        case .commit(_, let manifest, _), .finish(_, _, let manifest, _): manifest
        case .append, .release, .releaseAtOnce, .advance, .abandon, .settle: nil
        }
    }

    /// About how many bytes the operation adds to the log when nothing of it is there.
    var byteCount: Int {
        let encoded = manifest?.encoding.count ?? 0
        return chunks.reduce(encoded + 256) { $0 + $1.bytes.count + ChunkEntry.byteCount }
    }
}

/// What an operation changed.
struct WriteOutcome: Hashable, Sendable {
    /// The chunk bytes that were not there before.
    var addedBytes: UInt64 = 0

    /// Tells whether the reference to the same blob was there before.
    var wasPresent = false
}
