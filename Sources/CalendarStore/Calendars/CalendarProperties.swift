/// The properties of a calendar that clients may change, and that the server knows.
package struct CalendarProperties: Hashable, Sendable {
    /// The name for people to read (`DAV:displayname`); an empty one counts as none.
    package var displayName: String

    /// The language tag of the name (RFC 4918 §4.3: `xml:lang`).
    package var displayNameLanguage: String?

    /// The description (`CALDAV:calendar-description`, RFC 4791 §5.2.1).
    package var description: String?

    /// The language tag of the description.
    package var descriptionLanguage: String?

    /// The colour as clients write it, such as `#FF0000FF`.
    package var color: String?

    /// The position among the calendars of the home.
    package var order: Int64?

    /// The time zone of floating times as an iCalendar object (`CALDAV:calendar-timezone`, RFC 4791 §5.2.2).
    package var timeZone: String?

    /// Whether the calendar's objects leave its owner free (`CALDAV:schedule-calendar-transp`, RFC 6638 §9.1).
    package var isTransparent = false

    /// Creates a set of properties with the others absent.
    package init(displayName: String, description: String? = nil, color: String? = nil, order: Int64? = nil) {
        self.displayName = displayName
        self.description = description
        self.color = color
        self.order = order
    }
}
