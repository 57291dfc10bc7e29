/// Receives blobs in parts, so that an upload survives a restart of the store or a lost connection.
///
/// An upload session keeps what arrived until it is committed under a reference, abandoned, or not advanced for so long
/// that it expires. What a session holds is not deletable.
package protocol UploadStorage: Sendable {
    /// Opens an upload session, durably when the call returns.
    ///
    /// - Parameters:
    ///   - domain: The domain that the session will belong to.
    ///   - length: The bytes that the whole upload is said to have; nil when nobody said it.
    /// - Returns: The session, which has no bytes.
    /// - Throws: ``BlobError``; ``BlobError/insufficientSpace`` also when there is no room for so many bytes now, and
    ///   ``BlobError/unavailable(_:)`` also while there are too many sessions.
    func createUpload(in domain: DedupDomain, expecting length: UInt64?) async throws -> UploadSession

    /// Returns how far an upload session has come.
    ///
    /// - Throws: ``UploadSessionError/notFound(_:)`` and ``BlobError``.
    func upload(_ session: UploadSessionID, in domain: DedupDomain) async throws -> UploadSession

    /// Appends bytes, durably when the call returns, and tells how far the session has come.
    ///
    /// The session's offset is always the end of a chunk. Unless the part ends the upload, the bytes behind its last whole
    /// chunk, fewer than 256 KiB, are left out and have to come again. Of a body that fails the whole chunks are kept.
    ///
    /// - Parameters:
    ///   - part: The bytes and where they belong.
    ///   - session: The session; one append at a time.
    ///   - domain: The domain that the session belongs to.
    /// - Returns: The session after the append.
    /// - Throws: ``UploadSessionError``; ``BlobError/tooLarge(limit:)``, ``BlobError/bodyFailed(_:)``, and
    ///   ``BlobError/insufficientSpace`` as for a put.
    func append(_ part: UploadPart, to session: UploadSessionID, in domain: DedupDomain) async throws -> UploadSession

    /// Makes a blob of what arrived, adds a reference to it, and ends the session, durably when the call returns.
    ///
    /// It may be repeated: when the session has ended and the reference names a blob of the same length, it succeeds.
    ///
    /// - Parameters:
    ///   - session: The session.
    ///   - completion: The reference, and what the blob must be.
    ///   - domain: The domain that the session belongs to.
    /// - Returns: What was stored; the bytes that it added are counted since the store was opened.
    /// - Throws: ``UploadSessionError``, ``BlobError/referenceConflict(_:)``, and what storing throws; the session is as
    ///   before then.
    func commit(
        _ session: UploadSessionID,
        as completion: UploadCompletion,
        in domain: DedupDomain
    ) async throws -> StoredBlob

    /// Ends an upload session without a blob; one that is not there is no error.
    ///
    /// - Throws: ``UploadSessionError/busy(_:)`` and ``BlobError``.
    func abandon(_ session: UploadSessionID, in domain: DedupDomain) async throws
}

extension UploadStorage {
    /// Opens an upload session for an upload of any length.
    package func createUpload(in domain: DedupDomain) async throws -> UploadSession {
        try await createUpload(in: domain, expecting: nil)
    }
}

/// A part of an upload.
package struct UploadPart: Sendable {
    /// The bytes; read once.
    package let body: ByteStream

    /// Where in the upload they begin; it must be the session's offset.
    package let offset: UInt64

    /// Tells whether the upload ends with the part, so that all of it is kept.
    package let endsUpload: Bool

    /// The most bytes that the whole upload may have.
    package let limit: UInt64

    /// Makes a part.
    package init(body: ByteStream, offset: UInt64, endsUpload: Bool, limit: UInt64) {
        self.body = body
        self.offset = offset
        self.endsUpload = endsUpload
        self.limit = limit
    }
}

/// What an upload becomes.
package struct UploadCompletion: Hashable, Sendable {
    /// The reference to add; never one that was released before.
    package let reference: ReferenceID

    /// The number of bytes that the upload must have.
    package let length: UInt64

    /// The content ID that the blob must have, or nil when any will do.
    package let blob: ContentID?

    /// Makes a completion.
    package init(reference: ReferenceID, length: UInt64, blob: ContentID? = nil) {
        self.reference = reference
        self.length = length
        self.blob = blob
    }
}
