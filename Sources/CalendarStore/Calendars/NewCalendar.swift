/// What is said of a collection that is to be created.
package struct NewCalendar: Hashable, Sendable {
    /// The segment of the collection's path, decoded.
    package let name: String

    /// What the collection is for.
    package let kind: CalendarKind

    /// The component types that the collection takes, upper case.
    package let components: [String]

    /// The properties that clients may change.
    package let properties: CalendarProperties

    /// Creates the description of a collection.
    package init(name: String, kind: CalendarKind = .calendar, components: [String], properties: CalendarProperties) {
        self.name = name
        self.kind = kind
        self.components = components
        self.properties = properties
    }
}

extension NewCalendar {
    /// The collections that every new home has.
    static let initial = [
        NewCalendar(name: "calendar", components: ["VEVENT"], properties: CalendarProperties(displayName: "Calendar")),
        NewCalendar(name: "tasks", components: ["VTODO"], properties: CalendarProperties(displayName: "Tasks")),
        NewCalendar(
            name: "inbox",
            kind: .inbox,
            components: ["VEVENT", "VTODO", "VFREEBUSY"],
            properties: CalendarProperties(displayName: "Inbox")
        ),
        NewCalendar(
            name: "outbox",
            kind: .outbox,
            components: ["VEVENT", "VTODO", "VFREEBUSY"],
            properties: CalendarProperties(displayName: "Outbox")
        ),
    ]
}
