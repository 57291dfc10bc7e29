package import CalendarStore

/// A resource as access control sees it: who owns it, and where it is.
package enum ProtectedResource: Hashable, Sendable {
    /// The root, and the collections of principals and of homes.
    case directory
    /// A principal.
    case principal(UserID)
    /// A calendar home.
    case home(HomeID)
    /// A calendar of a home, and every object in it.
    case calendar(CalendarID, in: HomeID)
    /// The scheduling inbox or outbox of a home, and every message in it (RFC 6638 §2).
    case scheduling(CalendarID, in: HomeID)
}

extension CalendarCollection {
    /// The collection as access control sees it.
    package var asProtected: ProtectedResource {
        switch kind {
        case .calendar: .calendar(id, in: home)
        case .inbox, .outbox: .scheduling(id, in: home)
        }
    }
}
