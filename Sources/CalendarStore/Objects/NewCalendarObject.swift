/// What a write stores under one name of a calendar.
package struct NewCalendarObject: Hashable, Sendable {
    /// The segment of the object's path, decoded.
    package let name: String

    /// The UID that all components share.
    package let uid: String

    /// The type of the components, such as `VEVENT`, upper case.
    package let componentType: String

    /// The iCalendar text, stored octet for octet.
    package let data: [UInt8]

    /// What the index of occurrences keeps of the object; `nil` keeps what it has of the object that is replaced, for a
    /// write that changes no times.
    package let occurrences: OccurrenceIndexEntry?

    /// Creates the description of an object; one that is not indexed yet is a candidate for every time range.
    package init(
        name: String,
        uid: String,
        componentType: String,
        data: [UInt8],
        occurrences: OccurrenceIndexEntry? = .notIndexed
    ) {
        self.name = name
        self.uid = uid
        self.componentType = componentType
        self.data = data
        self.occurrences = occurrences
    }
}
