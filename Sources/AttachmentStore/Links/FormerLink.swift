package import BlobModel
package import FoundationEssentials

/// A link that an object had, remembered for as long as it can be had back.
package struct FormerLink: Hashable, Sendable {
    /// The managed ID.
    package let attachment: AttachmentID

    /// The dedup domain of the object's home.
    package let domain: DedupDomain

    /// The object that linked the attachment; it may be gone.
    package let object: LinkedObjectID

    /// The identity of the calendar that the object was in, opaque to this store; empty where it is not known.
    package let place: String

    /// The instances that had the attachment, in the form of ``LinkedPlace/instances``.
    package let instances: String

    /// The instant at which the link went.
    package let removed: Date

    /// Creates a former link.
    package init(_ attachment: AttachmentID, in domain: DedupDomain, from place: LinkedPlace, removed: Date) {
        self.attachment = attachment
        self.domain = domain
        object = place.object
        self.place = place.place
        instances = place.instances
        self.removed = removed
    }
}
