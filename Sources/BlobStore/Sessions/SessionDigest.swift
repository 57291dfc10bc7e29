import BlobModel

/// The SHA-256 of what has arrived of an upload, while it goes on.
actor SessionDigest {
    private var hasher: ContentHasher? = ContentHasher()

    /// The number of bytes that it covers.
    private(set) var offset: UInt64 = 0

    /// The bytes of the upload that were not stored before.
    private(set) var addedBytes: UInt64 = 0

    /// Makes the digest of no bytes.
    init() {}

    /// Adds bytes.
    func add(_ pieces: [[UInt8]]) {
        for piece in pieces {
            hasher?.update(piece.span)
            offset += UInt64(piece.count)
        }
    }

    /// Notes that storing what was added took so many new bytes.
    func noteAddedBytes(_ count: UInt64) {
        addedBytes += count
    }

    /// Returns the name of all bytes added, and ends the digest; nil when it has ended before.
    func finalise() -> ContentID? {
        hasher.take()?.finalise()
    }
}
