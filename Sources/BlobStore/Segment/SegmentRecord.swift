import BlobModel

/// One record of a segment (`Docs/formats/segment.md`, version 1): its header and details, without the body.
struct SegmentRecord: Hashable, Sendable {
    /// What a record says.
    enum Content: Hashable, Sendable {
        /// An extent: chunks that arrived together, their bytes one after the other in the body.
        case chunks([ChunkEntry])
        /// The manifest of a blob of several chunks; the body is its encoding, of which the digest is given.
        case manifest(blob: BlobDescription, digest: ContentID, byteCount: UInt64)
        /// A reference was added to a blob; there is no body.
        case referenceAdded(ReferenceID, BlobDescription)
        /// A reference to a blob was released; there is no body.
        case referenceReleased(ReferenceID, ContentID)
        /// An upload session was opened or has more chunks, which stand in extents before; there is no body.
        case sessionAdvanced(UploadSessionID, SessionAdvance)
        /// An upload session was committed, abandoned, or expired; `opened` is the record that opened it. There is no body.
        case sessionEnded(UploadSessionID, opened: UInt64)
    }

    /// The record's place in the order of all records of the shard, from 1.
    let sequence: UInt64

    /// The number of the batch that brought it, from 1.
    let batch: UInt64

    /// Tells whether the record is the last of its batch.
    let endsBatch: Bool

    /// The SHA-256 of the domain's ID.
    let domainKey: ContentID

    /// The number of the domain's key under which the body is encrypted; 0 when it is not.
    var keyNumber: UInt32 = 0

    /// What the record says.
    let content: Content

    /// The number of bytes in the body, which follows the header.
    var bodyByteCount: UInt64 {
        switch content {
        case .chunks(let entries): entries.reduce(0) { $0 + UInt64($1.storedLength) }
        case .manifest(_, _, let byteCount): byteCount
        case .referenceAdded, .referenceReleased, .sessionAdvanced, .sessionEnded: 0
        }
    }
}
