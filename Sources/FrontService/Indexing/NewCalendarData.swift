import CalendarStore
import ICalendar

/// Calendar data that a client would like to have stored, and has been found fit for it.
struct NewCalendarData: Sendable {
    /// The data as it came, or as it was mended.
    let octets: [UInt8]

    /// The object that it is.
    let resource: CalendarObjectResource

    /// Its entry in the index of occurrences.
    let occurrences: OccurrenceIndexEntry

    /// Whether the data is not octet for octet what came.
    let isMended: Bool

    /// Takes data that was parsed and held against all that is asked of it.
    init(_ data: MendedCalendarData, occurrences: OccurrenceIndexEntry) {
        octets = data.octets
        resource = data.resource
        isMended = data.isMended
        self.occurrences = occurrences
    }
}
