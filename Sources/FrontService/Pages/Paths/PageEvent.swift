package import CalendarStore

/// An event as its page names it; the page belongs to whoever is logged in.
package struct PageEvent: Hashable, Sendable {
    /// The segment of the calendar, decoded.
    package let calendar: String

    /// The segment of the calendar object resource, decoded.
    package let object: String

    /// Names an event.
    package init(calendar: String, object: String) {
        self.calendar = calendar
        self.object = object
    }

    /// Returns the path of the calendar object resource in a user's home.
    package func path(of user: UserID) -> ObjectPath {
        ObjectPath(owner: user, calendar: calendar, name: object)
    }
}
