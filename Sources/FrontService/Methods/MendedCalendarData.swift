import ICalendar

/// New calendar data, mended where a program in use writes it wrongly and leaves no doubt of what it means.
///
/// RFC 5545 §3.6.1: "'dtend' and 'duration' MUST NOT occur in the same 'eventprop'"; §3.6.2 has the same of DUE. Thunderbird
/// writes both for an instance that is changed in a series with a DURATION: the end is the instance's own, and the
/// DURATION came with the copy of the series, even where the end is another now. So the DURATION of an instance goes. Refused,
/// nobody could change an instance of such a series in that program. Of a series itself, or of a single event or task, nobody
/// knows which of the two is meant: that stays refused.
struct MendedCalendarData: Sendable {
    /// The data to store: what came, or what was made of it.
    let octets: [UInt8]

    /// The object that it is.
    let resource: CalendarObjectResource

    /// Whether it is another than what came.
    let isMended: Bool

    /// Parses and validates data, and mends it if that is what it takes.
    ///
    /// - Throws: The first rule that the data breaks beside those that are mended, with its line in what came.
    static func parse(_ octets: [UInt8]) throws(CalendarObjectError) -> MendedCalendarData {
        do throws(CalendarObjectError) {
            let resource = try CalendarObjectResource(parsing: octets)
            return MendedCalendarData(octets: octets, resource: resource, isMended: false)
        } catch {
            guard hasTwoEnds(error), var object = try? ICalendarObject(parsing: octets) else { throw error }
            object.calendar.updateComponents { removeSecondEnd(from: &$0) }
            let resource = try CalendarObjectResource(validating: object)
            return MendedCalendarData(octets: resource.serialised(), resource: resource, isMended: true)
        }
    }

    private static func hasTwoEnds(_ error: CalendarObjectError) -> Bool {
        guard case .invalidCalendarData(let fault) = error, case .conflictingProperties = fault.reason else {
            return false
        }
        return true
    }

    private static func removeSecondEnd(from component: inout Component) {
        guard component.has("RECURRENCE-ID"), component.has("DTEND") || component.has("DUE") else { return }
        component.removeProperties(named: "DURATION")
    }
}
