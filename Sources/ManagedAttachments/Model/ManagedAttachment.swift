/// What an ATTACH property says of one managed attachment; it never changes for a managed ID.
package struct ManagedAttachment: Hashable, Sendable {
    /// The value of MANAGED-ID.
    package let id: ManagedID
    /// The value of the property: an absolute URI.
    package let uri: String
    /// The value of FMTTYPE: type and subtype without parameters.
    package let mediaType: String
    /// The value of FILENAME, which is safe in the sense of ``AttachmentFilename``.
    package let filename: String
    /// The value of SIZE, in octets.
    package let size: UInt64

    /// Describes an attachment whose URI follows from its identity and its file name.
    ///
    /// - Parameters:
    ///   - id: The managed ID.
    ///   - label: The media type and the file name.
    ///   - size: The size in octets.
    ///   - uris: Makes the URI.
    package init(id: ManagedID, label: AttachmentLabel, size: UInt64, uris: AttachmentURIScheme) {
        self.id = id
        self.uri = uris.uri(of: id, filename: label.filename)
        self.mediaType = label.mediaType
        self.filename = label.filename
        self.size = size
    }
}
