package import CalendarStore

/// A resource as access control sees it: who owns it, and where it is.
package enum ProtectedResource: Hashable, Sendable {
    /// The root, and the collections of principals and of homes.
    case directory
    /// A principal.
    case principal(UserID)
    /// A calendar home.
    case home(HomeID)
    /// A collection of a home, and every object in it.
    case calendar(CalendarID, in: HomeID)
}
