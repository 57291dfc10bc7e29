import HTTPTypes
import CalDAV
import ManagedAttachments
import WebDAV

extension WebDAVError {
    /// Makes the refusal of a request that violates a precondition of managed attachments (RFC 8607 §3.11.1).
    init(_ violation: ManagedAttachmentViolation) {
        let precondition: Precondition =
            switch violation {
            case .validAction: .validAction
            case .validManagedID: .validManagedID
            case .validRID: .validRID
            case .maxAttachmentsPerResource: .maxAttachmentsPerResource
            case .maxAttachmentSize: .maxAttachmentSize
            case .maxResourceSize: .maxResourceSize
            case .validManagedIDParameter: .validManagedIDParameter
            case .attendeeChange: .allowedAttendeeSchedulingObjectChange
            case .attachmentsNotAllowed: .supportedCalendarComponent
            }
        self.init(precondition, violation.description)
    }

    /// The home would have more bytes of attachments than it may.
    ///
    /// RFC 4331 §6 (DAV:quota-not-exceeded): "the addition of the new resource … MUST NOT cause the quota to be
    /// exceeded"; the status is 507.
    static func quotaExceeded(_ limit: UInt64) -> WebDAVError {
        WebDAVError(.quotaNotExceeded, "The attachments of one calendar home have at most \(limit) octets together.")
    }
}
