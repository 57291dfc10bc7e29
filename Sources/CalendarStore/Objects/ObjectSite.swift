/// Where an object is to be stored, as the transaction that stores it found the place.
///
/// It is good within that transaction alone.
package struct ObjectSite: Sendable {
    /// The object that is under the name, and that a write replaces.
    package let current: CalendarObjectSummary?

    /// The calendar.
    let calendar: CalendarID

    /// What the calendar is for.
    let kind: CalendarKind

    /// The home that the calendar is in.
    let home: HomeID

    /// The segment of the object's path, decoded.
    let name: String

    /// The objects of the calendar that have the UID of what is to be stored, other than one that keeps its own.
    let sameUID: [CalendarObjectSummary]

    /// Creates the site of an object that was found, and that is to be replaced by data with the UID that it has.
    ///
    /// - Parameters:
    ///   - current: The object.
    ///   - calendar: The calendar that it was found in.
    package init(replacing current: CalendarObjectSummary, in calendar: CalendarCollection) {
        self.init(named: current.name, in: calendar, current: current, sameUID: [])
    }

    /// Creates a site of what was found at it.
    init(
        named name: String,
        in calendar: CalendarCollection,
        current: CalendarObjectSummary?,
        sameUID: [CalendarObjectSummary]
    ) {
        self.name = name
        self.current = current
        self.sameUID = sameUID
        self.calendar = calendar.id
        kind = calendar.kind
        home = calendar.home
    }
}
