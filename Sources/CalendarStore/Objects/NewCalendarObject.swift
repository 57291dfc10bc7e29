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

    /// Creates the description of an object.
    package init(name: String, uid: String, componentType: String, data: [UInt8]) {
        self.name = name
        self.uid = uid
        self.componentType = componentType
        self.data = data
    }
}
