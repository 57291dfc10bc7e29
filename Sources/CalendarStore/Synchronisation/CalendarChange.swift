/// The last change of one name of a calendar.
package struct CalendarChange: Hashable, Sendable {
    /// The segment of the object's path, decoded.
    package let name: String

    /// The calendar's revision at that change.
    package let revision: Int64

    /// Whether the object was removed, or moved away.
    package let isRemoval: Bool
}
