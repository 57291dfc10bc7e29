/// The kinds of resource that the front serves; methods are routed by kind.
package enum ResourceKind: CaseIterable, Hashable, Sendable {
    /// The root of the service.
    case root
    /// The bootstrapping resource of RFC 6764.
    case wellKnownCalDAV
    /// A collection of principals, or of such collections.
    case principalCollection
    /// A principal.
    case principal
    /// The collection of calendar homes.
    case homeCollection
    /// A calendar home.
    case home
    /// A calendar, or the scheduling inbox or outbox, of a home.
    case calendar
    /// A calendar object resource.
    case object
    /// A managed attachment.
    case attachment
    /// A page for people.
    case page
    /// What a form of a page is sent to.
    case pageForm
    /// A file that belongs to the pages.
    case pageAsset

    /// The route template, for logs and metrics; it holds nothing that a client chose.
    package var template: String {
        switch self {
        case .root: "/"
        case .wellKnownCalDAV: "/.well-known/caldav"
        case .principalCollection: "/principals"
        case .principal: "/principals/users/{uid}"
        case .homeCollection: "/calendars"
        case .home: "/calendars/{uid}"
        case .calendar: "/calendars/{uid}/{calendar}"
        case .object: "/calendars/{uid}/{calendar}/{object}"
        case .attachment: "/attachments/{id}/{filename}"
        case .page: "/my/{page}"
        case .pageForm: "/my/{page}/{form}"
        case .pageAsset: "/my/assets/{name}"
        }
    }
}
