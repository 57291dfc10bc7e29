/// The limits that calendars advertise (RFC 8607 §6.2, §6.3).
package struct AttachmentLimits: Hashable, Sendable {
    /// The value of `CALDAV:max-attachment-size`, in octets.
    package let maximumSize: UInt64
    /// The value of `CALDAV:max-attachments-per-resource`: managed attachments over all instances, by managed ID.
    package let maximumPerResource: Int
    /// The value of `CALDAV:max-resource-size` (RFC 4791 §5.2.5), in octets, which bounds what instances may add.
    package let maximumResourceSize: Int

    /// Makes limits.
    ///
    /// - Parameters:
    ///   - maximumSize: The largest attachment, in octets.
    ///   - maximumPerResource: The greatest number of managed attachments of one calendar object resource.
    ///   - maximumResourceSize: The largest calendar object resource, in octets.
    package init(maximumSize: UInt64, maximumPerResource: Int, maximumResourceSize: Int) {
        self.maximumSize = maximumSize
        self.maximumPerResource = maximumPerResource
        self.maximumResourceSize = maximumResourceSize
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
