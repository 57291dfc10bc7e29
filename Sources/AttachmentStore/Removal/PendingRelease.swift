package import BlobModel

/// A reference whose bytes are to be released now.
package struct PendingRelease: Hashable, Sendable {
    /// The reference to release.
    package let reference: ReferenceID

    /// The dedup domain that the reference is in.
    package let domain: DedupDomain

    /// The managed ID of the attachment, for the log; of a reference that was discarded, the reference.
    package let attachment: AttachmentID

    /// How often the release was begun, this time included.
    package let attempts: Int64
}
