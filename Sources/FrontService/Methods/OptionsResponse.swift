import CalDAV
import HTTPTypes
import Hummingbird

/// The answer to OPTIONS.
enum OptionsResponse {
    /// The compliance classes and extensions of every resource (RFC 4918 §18, RFC 5689 §3.1, RFC 3744 §7.2,
    /// RFC 4791 §5.1, RFC 8607 §3.1).
    ///
    /// They are the same on principals, homes, calendars, and objects, because clients ask in different places. Class 2
    /// is absent: there are no locks.
    private static let capabilities: [DAVCapability] = [
        .class1, .class3, .extendedMKCOL, .accessControl, .calendarAccess, .calendarManagedAttachments,
    ]

    /// Makes the answer for a kind of resource.
    ///
    /// - Parameters:
    ///   - allowed: The value of Allow.
    ///   - attachments: What the operator decided about managed attachments.
    /// - Returns: The answer.
    static func make(allowed: String, _ attachments: AttachmentConfiguration) -> Response {
        // RFC 8607 §3.2: a server without attachments "on a per-recurrence instance basis" "MUST include
        // "calendar-managed-attachments-no-recurrence" as a field in the DAV response header".
        let more: [DAVCapability] = attachments.allowsInstances ? [] : [.calendarManagedAttachmentsNoRecurrence]
        let value = DAVCapability.fieldValue(capabilities + more)
        return Response(status: .ok, headers: [.allow: allowed, .dav: value])
    }
}
