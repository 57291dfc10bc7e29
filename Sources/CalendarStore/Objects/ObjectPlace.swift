/// Where an object is: a name in a calendar.
package struct ObjectPlace: Hashable, Sendable {
    /// The calendar.
    package let calendar: CalendarID

    /// The segment of the object's path, decoded.
    package let name: String

    /// Creates a place.
    package init(calendar: CalendarID, name: String) {
        self.calendar = calendar
        self.name = name
    }
}
