/// The limits that calendars advertise (RFC 8607 §6.2, §6.3).
package struct AttachmentLimits: Hashable, Sendable {
    /// The value of `CALDAV:max-attachment-size`, in octets.
    package let maximumSize: UInt64
    /// The value of `CALDAV:max-attachments-per-resource`: managed attachments over all instances, by managed ID.
    package let maximumPerResource: Int

    /// Makes limits.
    ///
    /// - Parameters:
    ///   - maximumSize: The largest attachment, in octets.
    ///   - maximumPerResource: The greatest number of managed attachments of one calendar object resource.
    package init(maximumSize: UInt64, maximumPerResource: Int) {
        self.maximumSize = maximumSize
        self.maximumPerResource = maximumPerResource
    }

    /// Checks the size of one attachment, in octets.
    ///
    /// RFC 8607 §6.2: "Any attempt to store a managed attachment exceeding this size MUST result in an error".
    func check(size: UInt64) throws(ManagedAttachmentViolation) {
        guard size <= maximumSize else { throw .maxAttachmentSize(limit: maximumSize) }
    }

    /// Checks a number of managed attachments.
    ///
    /// RFC 8607 §6.3: "Any attempt to add a managed attachment that would cause the calendar resource to exceed this
    /// limit MUST result in an error".
    func check(count: Int) throws(ManagedAttachmentViolation) {
        guard count <= maximumPerResource else { throw .maxAttachmentsPerResource(limit: maximumPerResource) }
    }
}
