import CalendarStore
import ICalendar

/// Calendar data that a client would like to have stored, and has been found fit for it.
struct NewCalendarData: Sendable {
    /// The data as it came.
    let octets: [UInt8]

    /// The object that it is.
    let resource: CalendarObjectResource

    /// Its entry in the index of occurrences.
    let occurrences: OccurrenceIndexEntry
}
