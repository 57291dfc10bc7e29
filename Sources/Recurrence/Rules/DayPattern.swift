/// The days that a rule admits: BYMONTH, BYWEEKNO, BYYEARDAY, BYMONTHDAY and BYDAY.
///
/// RFC 5545 §3.3.10 has a table of parts that expand or limit the days of each FREQ. For whole days both come to the
/// same: of the days of a unit (a year, a month, a week, a day) those remain that every part admits.
struct DayPattern: Sendable {
    /// BYMONTH, ascending; none admits all.
    let months: [Int]
    private let monthDays: [Int]
    private let yearDays: [Int]
    private let weekNumbers: [Int]
    private let weekdays: [RecurrenceRule.WeekdayOrdinal]
    private let weekStart: Weekday
    /// Whether numbers in BYDAY count within the month; otherwise within the year.
    private let countsInMonth: Bool

    /// Makes the pattern of a rule.
    ///
    /// - Parameters:
    ///   - rule: The rule.
    ///   - anchor: The date of DTSTART, from which comes what the rule does not say.
    init(_ rule: RecurrenceRule, anchor: CivilDate) {
        let defaults = Defaults(rule, anchor: anchor)
        months = defaults.months
        monthDays = defaults.monthDays
        weekdays = defaults.weekdays
        yearDays = rule.yearDays
        weekNumbers = rule.weekNumbers
        weekStart = rule.weekStart
        // RFC 5545 §3.3.10, BYDAY: within a MONTHLY rule, or a YEARLY one with BYMONTH, the n-th of the month.
        countsInMonth = rule.frequency == .monthly || !rule.months.isEmpty
    }

    /// Tells whether a day is admitted.
    func matches(_ date: CivilDate) -> Bool {
        let (year, month, day) = date.fields
        guard months.isEmpty || months.contains(month) else { return false }
        let monthLength = CivilDate.dayCount(ofMonth: month, year: year)
        guard Self.contains(monthDays, position: day, of: monthLength) else { return false }
        guard !yearDays.isEmpty || !weekNumbers.isEmpty || !weekdays.isEmpty else { return true }
        let yearDay = date.daysSinceEpoch - CivilDate(firstOfMonth: 1, year: year).daysSinceEpoch + 1
        let yearLength = CivilDate.dayCount(ofYear: year)
        guard Self.contains(yearDays, position: yearDay, of: yearLength), matchesWeekNumber(date) else { return false }
        return countsInMonth
            ? matchesWeekday(date, position: day, of: monthLength)
            : matchesWeekday(date, position: yearDay, of: yearLength)
    }

    /// Returns the days of a year that may be admitted, ascending.
    func candidates(inYear year: Int) -> [CivilDate] {
        guard yearDays.isEmpty else {
            let first = CivilDate(firstOfMonth: 1, year: year)
            let length = CivilDate.dayCount(ofYear: year)
            return Self.positions(yearDays, of: length).map { first.adding(days: $0 - 1) }
        }
        return (months.isEmpty ? Array(1...12) : months).flatMap { candidates(inMonth: $0, year: year) }
    }

    /// Finds the days of a month that may be admitted.
    ///
    /// - Parameters:
    ///   - month: The month, 1 to 12.
    ///   - year: The year.
    /// - Returns: The days, ascending.
    func candidates(inMonth month: Int, year: Int) -> [CivilDate] {
        guard months.isEmpty || months.contains(month) else { return [] }
        let first = CivilDate(firstOfMonth: month, year: year)
        let length = CivilDate.dayCount(ofMonth: month, year: year)
        let days = monthDays.isEmpty ? Array(1...length) : Self.positions(monthDays, of: length)
        return days.map { first.adding(days: $0 - 1) }
    }

    /// Returns the first day after one that may be admitted: the next day, or the first of the next month in BYMONTH.
    func nextCandidate(after date: CivilDate) -> CivilDate {
        let next = date.adding(days: 1)
        let (year, month, _) = next.fields
        guard !months.isEmpty, !months.contains(month) else { return next }
        guard let later = months.first(where: { $0 > month }) else {
            return CivilDate(firstOfMonth: months[0], year: year + 1)
        }
        return CivilDate(firstOfMonth: later, year: year)
    }

    // RFC 5545 §3.3.10, BYWEEKNO: "Week number one of the calendar year is the first week that contains at least four
    // (4) days in that calendar year."
    private func matchesWeekNumber(_ date: CivilDate) -> Bool {
        guard !weekNumbers.isEmpty else { return true }
        let dayOfWeek = (date.weekday.rawValue - weekStart.rawValue).floorDivided(by: 7).remainder
        // The fourth day of a week is in the year that the week belongs to.
        let middle = date.adding(days: 3 - dayOfWeek)
        let year = middle.year
        let yearDay = middle.daysSinceEpoch - CivilDate(firstOfMonth: 1, year: year).daysSinceEpoch
        let weeks = yearDay / 7 + (CivilDate.dayCount(ofYear: year) - 1 - yearDay) / 7 + 1
        return Self.contains(weekNumbers, position: yearDay / 7 + 1, of: weeks)
    }

    private func matchesWeekday(_ date: CivilDate, position: Int, of length: Int) -> Bool {
        guard !weekdays.isEmpty else { return true }
        let weekday = date.weekday
        return weekdays.contains { element in
            guard element.weekday == weekday else { return false }
            guard let ordinal = element.ordinal else { return true }
            return ordinal > 0 ? (position - 1) / 7 + 1 == ordinal : (length - position) / 7 + 1 == -ordinal
        }
    }

    /// Tells whether a list is empty or names a position, from the start or negative from the end.
    private static func contains(_ list: [Int], position: Int, of length: Int) -> Bool {
        list.isEmpty || list.contains(position) || list.contains(position - length - 1)
    }

    /// Returns the positions from the start that a list names, ascending; those beyond the length fall away.
    private static func positions(_ list: [Int], of length: Int) -> [Int] {
        Set(list.map { $0 > 0 ? $0 : length + 1 + $0 }.filter { (1...length).contains($0) }).sorted()
    }
}

extension DayPattern {
    /// What a rule says of days, completed from DTSTART.
    ///
    /// RFC 5545 §3.3.10: "Information, not contained in the rule, necessary to determine the various recurrence
    /// instance start time and dates are derived from the Start Time ("DTSTART") component attribute. For example,
    /// "FREQ=YEARLY;BYMONTH=1" doesn't specify a specific day within the month or a time."
    private struct Defaults {
        var months: [Int]
        var monthDays: [Int]
        var weekdays: [RecurrenceRule.WeekdayOrdinal]

        init(_ rule: RecurrenceRule, anchor: CivilDate) {
            (months, monthDays, weekdays) = (rule.months, rule.monthDays, rule.weekdays)
            guard rule.monthDays.isEmpty, rule.weekdays.isEmpty, rule.yearDays.isEmpty else { return }
            let isOfWeek = rule.frequency == .weekly || !rule.weekNumbers.isEmpty
            switch rule.frequency {
            case .yearly, .monthly, .weekly:
                if isOfWeek { weekdays = [.init(ordinal: nil, weekday: anchor.weekday)] }
                if !isOfWeek { monthDays = [anchor.day] }
                if !isOfWeek, rule.frequency == .yearly, months.isEmpty { months = [anchor.month] }
            case .daily, .hourly, .minutely, .secondly: break
            }
        }
    }
}
