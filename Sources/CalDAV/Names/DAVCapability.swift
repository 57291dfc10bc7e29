/// The tokens of the DAV field of an OPTIONS response (RFC 4918 §10.1).
package enum DAVCapability: String, Hashable, Sendable, CaseIterable {
    /// Class 1: all MUSTs of RFC 4918.
    case class1 = "1"

    /// Class 2: locks (RFC 4918 §18.2).
    case class2 = "2"

    /// Class 3: the revised conditions of RFC 4918 §18.3.
    case class3 = "3"

    /// Access control (RFC 3744 §7.2).
    case accessControl = "access-control"

    /// Calendar access (RFC 4791 §5.1).
    case calendarAccess = "calendar-access"

    /// Automatic scheduling (RFC 6638 §2).
    case calendarAutoSchedule = "calendar-auto-schedule"

    /// Extended MKCOL (RFC 5689 §3.1).
    case extendedMKCOL = "extended-mkcol"

    /// Managed attachments (RFC 8607 §3.2).
    case calendarManagedAttachments = "calendar-managed-attachments"

    /// Managed attachments for all instances only (RFC 8607 §3.2).
    case calendarManagedAttachmentsNoRecurrence = "calendar-managed-attachments-no-recurrence"

    /// Returns the field value of several capabilities.
    package static func fieldValue(_ capabilities: [DAVCapability]) -> String {
        capabilities.map(\.rawValue).joined(separator: ", ")
    }
}
