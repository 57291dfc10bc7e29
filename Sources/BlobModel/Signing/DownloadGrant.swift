/// What the holder of a signed URL may fetch, and how the node shall present it.
package struct DownloadGrant: Hashable, Sendable {
    /// The most bytes of UTF-8 that a filename may have.
    package static let maximumFilenameByteCount = 255

    /// The most bytes of UTF-8 that a media type may have.
    package static let maximumMediaTypeByteCount = 255

    /// The domain that has the blob.
    package let domain: DedupDomain

    /// The blob to fetch.
    package let blob: ContentID

    /// The filename to offer, in Unicode.
    package let filename: String

    /// The media type to send, as it stands in a Content-Type field.
    package let mediaType: String

    /// Tells whether the node may present the bytes inline instead of as an attachment.
    package let isInline: Bool

    /// Makes a grant.
    ///
    /// - Throws: ``SignedURLError/malformed(_:)`` when the filename or the media type is longer than a URL can hold.
    package init(
        domain: DedupDomain,
        blob: ContentID,
        filename: String,
        mediaType: String,
        isInline: Bool = false
    ) throws(SignedURLError) {
        guard filename.utf8.count <= Self.maximumFilenameByteCount else { throw .malformed(.overlongParameter("n")) }
        guard mediaType.utf8.count <= Self.maximumMediaTypeByteCount else { throw .malformed(.overlongParameter("t")) }
        self.domain = domain
        self.blob = blob
        self.filename = filename
        self.mediaType = mediaType
        self.isInline = isInline
    }
}
