import FoundationEssentials
import HTMLPages
import Recurrence

/// Times as people read them on pages, in English.
enum PageTime {
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    /// Returns a day such as `Tue 2 Jan 2024`.
    static func day(_ date: CivilDate) -> String {
        let (year, month, day) = date.fields
        return "\(name(of: date.weekday)) \(day) \(months[month - 1].prefix(3)) \(year)"
    }

    /// Returns a month such as `January 2024`.
    static func month(_ date: CivilDate) -> String {
        "\(months[date.month - 1]) \(date.year)"
    }

    /// Returns the day of an instant in UTC.
    static func day(of date: Date) -> Moment {
        let day = civil(date).date
        return Moment(Self.day(day), machine: machine(day))
    }

    /// Returns an instant in UTC, to the minute.
    static func instant(_ date: Date) -> Moment {
        let civil = civil(date)
        return Moment("\(day(civil.date)), \(clock(civil)) UTC", machine: machine(civil.date) + "T\(clock(civil))Z")
    }

    /// Returns a time of an event on the clock on which it is told, with its zone.
    static func time(_ time: CalendarTime) -> Moment {
        span(from: time, to: nil)
    }

    /// Returns the time from a start to an end, each on the clock on which it is told.
    ///
    /// - Parameters:
    ///   - start: The start.
    ///   - end: The end, if there is one; that of days is the day after the last.
    /// - Returns: The time.
    static func span(from start: CalendarTime, to end: CalendarTime?) -> Moment {
        let text = start.isDate ? days(from: start, to: end) : hours(from: start, to: end)
        let clock = start.isDate ? "" : "T\(clock(start.civil))\(isUTC(start) ? "Z" : "")"
        return Moment(text, machine: machine(start.civil.date) + clock)
    }

    private static func civil(_ date: Date) -> CivilDateTime {
        UTCTime(secondsSinceEpoch: Int(date.timeIntervalSince1970.rounded(.down))).civil
    }

    private static func days(from start: CalendarTime, to end: CalendarTime?) -> String {
        let first = start.civil.date
        let last = end.map { $0.civil.date.adding(days: -1) } ?? first
        return last > first ? "\(day(first)) – \(day(last))" : day(first)
    }

    private static func hours(from start: CalendarTime, to end: CalendarTime?) -> String {
        let begin = "\(day(start.civil.date)), \(clock(start.civil))"
        guard let end, end != start, !end.isDate else { return begin + zone(of: start) }
        let isSameDay = end.civil.date == start.civil.date
        let close = isSameDay ? clock(end.civil) : " \(day(end.civil.date)), \(clock(end.civil))"
        let isSameZone = zone(of: end) == zone(of: start)
        return begin + (isSameZone ? "" : zone(of: start)) + (isSameDay ? "–" : " –") + close + zone(of: end)
    }

    private static func zone(of time: CalendarTime) -> String {
        isUTC(time) ? " UTC" : time.zone.map { " (\($0))" } ?? ""
    }

    private static func isUTC(_ time: CalendarTime) -> Bool {
        guard case .utc = time else { return false }
        return true
    }

    private static func clock(_ time: CivilDateTime) -> String {
        "\(padded(time.hour, to: 2)):\(padded(time.minute, to: 2))"
    }

    private static func machine(_ date: CivilDate) -> String {
        let (year, month, day) = date.fields
        return "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2))"
    }

    private static func padded(_ number: Int, to count: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, count - digits.count)) + digits
    }

    private static func name(of weekday: Weekday) -> String {
        switch weekday {
        case .monday: "Mon"
        case .tuesday: "Tue"
        case .wednesday: "Wed"
        case .thursday: "Thu"
        case .friday: "Fri"
        case .saturday: "Sat"
        case .sunday: "Sun"
        }
    }
}
