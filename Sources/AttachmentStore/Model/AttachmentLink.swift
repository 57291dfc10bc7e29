package import BlobModel

/// One object's claim on an attachment, through the holding of the object's home.
package struct AttachmentLink: Hashable, Sendable {
    /// The object whose data carries the managed ID.
    package let object: LinkedObjectID

    /// The managed ID.
    package let attachment: AttachmentID

    /// The dedup domain of the object's home.
    package let domain: DedupDomain

    /// Creates a link.
    package init(object: LinkedObjectID, attachment: AttachmentID, domain: DedupDomain) {
        self.object = object
        self.attachment = attachment
        self.domain = domain
    }
}
