package import FoundationEssentials

/// A calendar that was removed, or a copy of one that was given up, of which some is still in the database.
package struct RemovedCalendar: Hashable, Sendable {
    /// The identifier that the calendar had.
    package let id: CalendarID

    /// The home that it was in.
    package let home: HomeID

    /// The instant of the removal.
    package let removed: Date
}
