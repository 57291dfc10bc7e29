import HTTPTypes
import BlobModel
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
            case .validManagedIDParameter: .validManagedIDParameter
            case .attendeeChange: .allowedAttendeeSchedulingObjectChange
            case .attachmentsNotAllowed: .supportedCalendarComponent
            }
        self.init(precondition, violation.description)
    }

    /// Makes the answer to a request for which bytes could not be stored; nil where the fault is the service's own.
    init?(storing error: BlobError) {
        switch error {
        // RFC 4331 §6: DAV:sufficient-disk-space, "there must be sufficient physical space".
        case .insufficientSpace: self.init(.sufficientDiskSpace, "The service has no space left for attachments.")
        case .unavailable, .staleShardMap, .misplaced:
            self.init(.serviceUnavailable, "The storage of attachments cannot be reached.")
        case .bodyFailed: self.init(.badRequest, "The body broke off.")
        case .notFound, .referenceNotFound, .referenceConflict, .tooLarge, .rangeNotSatisfiable, .corrupt: return nil
        }
    }

    /// The home would have more bytes of attachments than it may.
    ///
    /// RFC 4331 §6 (DAV:quota-not-exceeded): "the addition of the new resource … MUST NOT cause the quota to be
    /// exceeded"; the status is 507.
    static func quotaExceeded(_ limit: UInt64) -> WebDAVError {
        WebDAVError(.quotaNotExceeded, "The attachments of one calendar home have at most \(limit) octets together.")
    }
}
