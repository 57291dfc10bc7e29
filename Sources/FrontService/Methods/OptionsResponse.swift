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
        .calendarManagedAttachmentsNoRecurrence,
    ]

    /// Makes the answer for a kind of resource with an Allow value.
    static func make(allowed: String) -> Response {
        Response(status: .ok, headers: [.allow: allowed, .dav: DAVCapability.fieldValue(capabilities)])
    }
}
