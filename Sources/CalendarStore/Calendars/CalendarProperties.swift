/// The properties of a calendar that clients may change.
package struct CalendarProperties: Hashable, Sendable {
    /// The name for people to read (`DAV:displayname`).
    package var displayName: String

    /// The description (`CALDAV:calendar-description`).
    package var description: String?

    /// The colour as clients write it, such as `#FF0000FF`.
    package var color: String?

    /// The position among the calendars of the home.
    package var order: Int64?

    /// Creates a set of properties.
    package init(displayName: String, description: String? = nil, color: String? = nil, order: Int64? = nil) {
        self.displayName = displayName
        self.description = description
        self.color = color
        self.order = order
    }
}
