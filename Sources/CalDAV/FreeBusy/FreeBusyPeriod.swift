import ICalendar
import Recurrence

/// One value of FREEBUSY (RFC 5545 §3.8.2.6): a PERIOD in UTC.
struct FreeBusyPeriod {
    /// The value as written.
    let text: Substring

    /// From its start to its end, which is not before it.
    let range: Range<UTCTime>

    /// Reads a value; nil where it is malformed.
    init?(parsing text: Substring) {
        // RFC 5545 §3.3.9: a start with an end or a duration; FREEBUSY has it in UTC.
        let sides = text.split(separator: "/", maxSplits: 1)
        guard sides.count == 2, let start = UTCTime(parsing: String(sides[0])) else { return nil }
        let duration = CalendarDuration(parsing: sides[1])
        guard
            let end = duration.map({ start.adding(seconds: $0.nominalSeconds) }) ?? UTCTime(parsing: String(sides[1])),
            start <= end
        else { return nil }
        self.text = text
        range = start..<end
    }
}

extension Property {
    /// The values of a FREEBUSY that are well formed.
    var freeBusyPeriods: [FreeBusyPeriod] {
        value.split(separator: ",").compactMap { FreeBusyPeriod(parsing: $0) }
    }
}

extension Component {
    /// The values of every FREEBUSY that are well formed.
    var freeBusyPeriods: [FreeBusyPeriod] {
        properties(named: "FREEBUSY").flatMap(\.freeBusyPeriods)
    }
}
