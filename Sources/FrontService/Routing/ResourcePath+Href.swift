import CalendarStore
import AttachmentStore
import HTTPSemantics
package import WebDAV

extension ResourcePath {
    /// Whether the resource is a collection, whose path ends in a slash (RFC 4918 §5.2).
    ///
    /// A principal is written with a closing slash as well: clients were given that form.
    package var isCollection: Bool {
        switch self {
        case .root, .principals, .users, .principal, .homes, .home, .calendar: true
        case .wellKnownCalDAV, .object, .attachment: false
        case .page(let page): page.isCollection
        }
    }

    /// The absolute path of the resource, percent-encoded: what a DAV:href holds.
    package var href: String {
        PercentEncoding.encodePath(segments, isCollection: isCollection)
    }

    private var segments: [String] {
        switch self {
        case .root: []
        case .wellKnownCalDAV: [".well-known", "caldav"]
        case .principals: ["principals"]
        case .users: ["principals", "users"]
        case .principal(let uid): ["principals", "users", uid.description]
        case .homes: ["calendars"]
        case .home(let uid): ["calendars", uid.description]
        case .calendar(let uid, let name): ["calendars", uid.description, name]
        case .object(let uid, let calendar, let name): ["calendars", uid.description, calendar, name]
        case .attachment(let id, let filename): ["attachments", id.description, filename]
        case .page(let page): [PagePath.root] + page.names
        }
    }
}

extension ResourcePath {
    /// Finds the resource that an href of a client names, or nil where it names none of the front.
    ///
    /// The scheme and authority of an absolute URI are not compared: a client that reached the front by another name than
    /// the public one means the front all the same.
    package init?(_ href: Href) {
        guard let target = href.target else { return nil }
        try? self.init(names: target.segments, hasClosingSlash: target.isCollection)
    }
}
