import BlobModel

/// What is in a shard that is kept as a sample of its format: the file `contents.json` beside it.
struct FixtureContents: Codable {
    /// A blob that a reference names.
    struct Blob: Codable {
        /// The domain.
        let domain: DedupDomain
        /// The reference.
        let reference: ReferenceID
        /// The blob's content ID.
        let blob: ContentID
        /// The blob's size.
        let size: Int
    }

    /// A reference that was released.
    struct Released: Codable {
        /// The domain.
        let domain: DedupDomain
        /// The reference.
        let reference: ReferenceID
    }

    /// An upload session that is open.
    struct Session: Codable {
        /// The domain.
        let domain: DedupDomain
        /// The session.
        let session: UploadSessionID
        /// The bytes that are durable.
        let offset: UInt64
        /// The seed of all bytes.
        let seed: UInt64
        /// The number of all bytes.
        let count: Int
    }

    /// The blobs that must be read.
    var blobs: [Blob] = []
    /// The references that must not be there.
    var released: [Released] = []
    /// The open sessions.
    var sessions: [Session] = []
}
