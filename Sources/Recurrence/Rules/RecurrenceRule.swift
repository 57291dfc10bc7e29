/// A RECUR value: a rule for times that follow on each other (RFC 5545 §3.3.10).
package struct RecurrenceRule: Hashable, Sendable {
    /// What ends a rule.
    package enum End: Hashable, Sendable {
        /// Nothing.
        case never
        /// COUNT: the number of times, that of DTSTART included.
        case count(Int)
        /// UNTIL: the last time that is allowed.
        case until(CalendarTime)
    }

    /// An element of BYDAY: a weekday, or the n-th of them in the month or the year.
    package struct WeekdayOrdinal: Hashable, Sendable {
        /// The number from the start, or from the end when negative; nil means all of them.
        package let ordinal: Int?
        /// The weekday.
        package let weekday: Weekday
    }

    /// FREQ.
    package internal(set) var frequency: Frequency
    /// INTERVAL: each n-th unit counts.
    package internal(set) var interval = 1
    /// COUNT or UNTIL.
    package internal(set) var end = End.never
    /// BYSECOND, ascending; 60 is read as 59.
    package internal(set) var seconds: [Int] = []
    /// BYMINUTE, ascending.
    package internal(set) var minutes: [Int] = []
    /// BYHOUR, ascending.
    package internal(set) var hours: [Int] = []
    /// BYDAY in its order.
    package internal(set) var weekdays: [WeekdayOrdinal] = []
    /// BYMONTHDAY, ascending; negative ones count from the end of the month.
    package internal(set) var monthDays: [Int] = []
    /// BYYEARDAY, ascending; negative ones count from the end of the year.
    package internal(set) var yearDays: [Int] = []
    /// BYWEEKNO, ascending; negative ones count from the end of the year.
    package internal(set) var weekNumbers: [Int] = []
    /// BYMONTH, ascending.
    package internal(set) var months: [Int] = []
    /// BYSETPOS, ascending; negative ones count from the end of each unit.
    package internal(set) var setPositions: [Int] = []
    /// WKST: the day on which weeks begin.
    package internal(set) var weekStart = Weekday.monday

    /// Whether neither COUNT nor UNTIL ends the rule.
    package var isUnbounded: Bool { end == .never }
}

extension RecurrenceRule: CustomStringConvertible {
    /// The rule as a RECUR value, in the order of RFC 5545 §3.3.10 and without parts that say the default.
    package var description: String {
        var parts = ["FREQ=\(frequency.rawValue)"]
        switch end {
        case .never: break
        case .count(let count): parts.append("COUNT=\(count)")
        case .until(let time): parts.append("UNTIL=\(time)")
        }
        if interval != 1 { parts.append("INTERVAL=\(interval)") }
        for (part, values) in lists where !values.isEmpty {
            parts.append("\(part.rawValue)=\(values.joined(separator: ","))")
        }
        if weekStart != .monday { parts.append("WKST=\(weekStart.code)") }
        return parts.joined(separator: ";")
    }

    private var lists: [(Part, [String])] {
        [
            (.seconds, seconds.map(\.description)), (.minutes, minutes.map(\.description)),
            (.hours, hours.map(\.description)), (.weekdays, weekdays.map(\.description)),
            (.monthDays, monthDays.map(\.description)), (.yearDays, yearDays.map(\.description)),
            (.weekNumbers, weekNumbers.map(\.description)), (.months, months.map(\.description)),
            (.setPositions, setPositions.map(\.description)),
        ]
    }
}

extension RecurrenceRule.WeekdayOrdinal: CustomStringConvertible {
    /// The element as it stands in BYDAY, such as `-1SU`.
    package var description: String {
        (ordinal?.description ?? "") + weekday.code
    }
}
