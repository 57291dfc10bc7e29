package import AttachmentStore
package import CalendarStore

/// The resource that a request target names, parsed once.
///
/// A value says nothing of whether the resource exists. Names are decoded text, valid as path segments.
package enum ResourcePath: Hashable, Sendable {
    /// `/`, the root of the service.
    case root
    /// `/.well-known/caldav`, the bootstrapping resource (RFC 6764 §5).
    case wellKnownCalDAV
    /// `/principals/`, the collection of principal collections.
    case principals
    /// `/principals/users/`, the collection of principals that are users.
    case users
    /// `/principals/users/<uid>/`, one principal.
    case principal(UserID)
    /// `/calendars/`, the collection of calendar homes.
    case homes
    /// `/calendars/<uid>/`, one principal's calendar home.
    case home(UserID)
    /// `/calendars/<uid>/<name>/`, one collection in a calendar home.
    case calendar(UserID, name: String)
    /// `/calendars/<uid>/<name>/<name>`, one calendar object resource.
    case object(UserID, calendar: String, name: String)
    /// `/attachments/<id>/<filename>`, one managed attachment.
    case attachment(AttachmentID, filename: String)
    /// `/my/…`, a page for people.
    case page(PagePath)
}

extension ResourcePath {
    /// The kind of resource, by which methods are routed.
    package var kind: ResourceKind {
        switch self {
        case .root: .root
        case .wellKnownCalDAV: .wellKnownCalDAV
        case .principals, .users: .principalCollection
        case .principal: .principal
        case .homes: .homeCollection
        case .home: .home
        case .calendar: .calendar
        case .object: .object
        case .attachment: .attachment
        case .page(let page): page.kind
        }
    }
}
