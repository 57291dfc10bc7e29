/// The front's leave to take the body of an upload: no other attempt gets it for the same grant.
package struct GrantOpening: Codable, Sendable, Equatable {
    /// The number of bytes that the body has, exactly.
    package let size: UInt64

    /// The value of the `Content-Digest` field that the client sent to the front (RFC 9530 §2), or nil.
    package let contentDigest: String?

    /// The value of the `Repr-Digest` field that the client sent to the front (RFC 9530 §3), or nil.
    package let reprDigest: String?

    /// How often the client is told that its upload is still worked on (RFC 8607 §3.11.7), in milliseconds; nil for never.
    package let processingMilliseconds: UInt32?

    /// Creates an opening from its parts.
    package init(
        size: UInt64,
        contentDigest: String? = nil,
        reprDigest: String? = nil,
        processingMilliseconds: UInt32? = nil
    ) {
        self.size = size
        self.contentDigest = contentDigest
        self.reprDigest = reprDigest
        self.processingMilliseconds = processingMilliseconds
    }
}
