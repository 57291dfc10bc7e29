package import BlobModel

/// The front's answer to a ``DownloadAuthorizationRequest``: what to serve, or where it is.
package struct DownloadAuthorization: Codable, Sendable, Equatable {
    /// The node that has the domain.
    package let node: NodeID

    /// The domain that holds the blob.
    package let domain: DedupDomain

    /// The blob to serve.
    package let blob: ContentID

    /// The size of the blob in bytes.
    package let size: UInt64

    /// The file name for `Content-Disposition`.
    package let filename: String

    /// The media type for `Content-Type`.
    package let mediaType: String

    /// A signed URL at the node that has the domain, or nil when that is the node that asked.
    package let location: String?

    /// Creates an answer from its parts.
    package init(
        node: NodeID,
        domain: DedupDomain,
        blob: ContentID,
        size: UInt64,
        filename: String,
        mediaType: String,
        location: String? = nil
    ) {
        self.node = node
        self.domain = domain
        self.blob = blob
        self.size = size
        self.filename = filename
        self.mediaType = mediaType
        self.location = location
    }
}
