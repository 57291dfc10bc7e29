/// A step on the way of a client from the address of a service to the bytes of a file.
package enum DoctorStep: String, Codable, Hashable, Sendable, CaseIterable {
    /// Connecting to a host.
    case connection
    /// The certificate of a host.
    case certificate
    /// `/.well-known/caldav` (RFC 6764 §5).
    case wellKnown = "well-known"
    /// Proving who the user is.
    case login
    /// Finding the principal (RFC 5397).
    case principal
    /// Finding the calendar home and its calendars (RFC 4791 §6.2.1).
    case home
    /// The DAV field of OPTIONS (RFC 4918 §10.1).
    case capabilities
    /// The limits of attachments (RFC 8607 §6.2 and §6.3).
    case limits
    /// Making a calendar for the trial, with an event and a file.
    case trial
    /// Finding an event that has a file.
    case event
    /// The ATTACH property.
    case attach = "attach"
    /// Fetching the file by its ATTACH.
    case download
    /// Fetching a part of the file.
    case range
    /// Fetching the file from the attachment server (RFC 8607 §6.1).
    case substitution
    /// Sending a file where a redirect leads (RFC 8607 §3.11.4).
    case upload
    /// Removing what the trial has made.
    case cleanUp = "clean-up"

    /// The name for people.
    package var title: String {
        switch self {
        case .wellKnown: "well-known"
        case .attach: "ATTACH"
        case .cleanUp: "clean-up"
        default: rawValue
        }
    }
}
