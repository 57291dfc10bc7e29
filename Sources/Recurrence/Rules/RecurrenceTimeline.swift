/// The units of a FREQ as numbers: year 2006, or the hours since 1970, so that any of them is reached by arithmetic.
struct RecurrenceTimeline: Sendable {
    private let pattern: RecurrencePattern
    private let origin: Int

    /// Makes the units of a pattern.
    ///
    /// - Parameter pattern: The pattern; the unit with its DTSTART is the first.
    init(_ pattern: RecurrencePattern) {
        self.pattern = pattern
        origin = Self.unit(of: pattern.anchor, in: pattern)
    }

    /// Returns the first unit from a time on that INTERVAL admits, the first one of all at the earliest.
    func unit(atOrAfter time: CivilDateTime) -> Int {
        let distance = max(0, Self.unit(of: time, in: pattern) - origin)
        let steps = (distance + pattern.interval - 1) / pattern.interval
        return origin + steps * pattern.interval
    }

    /// Returns the last unit that begins at a time or before it and that INTERVAL admits, the first one of all at least.
    func unit(containing time: CivilDateTime) -> Int {
        let distance = max(0, Self.unit(of: time, in: pattern) - origin)
        return origin + distance / pattern.interval * pattern.interval
    }

    /// Returns the unit that INTERVAL admits after another.
    func unit(after unit: Int) -> Int {
        unit + pattern.interval
    }

    /// Finds the first unit from one on whose days and times may be admitted.
    ///
    /// - Parameters:
    ///   - unit: A unit that INTERVAL admits.
    ///   - meter: What pays for the steps.
    /// - Returns: The unit, or nil when the rule ends before it.
    /// - Throws: The budget is exceeded.
    func candidate(from unit: Int, spending meter: inout WorkMeter) throws(RecurrenceError) -> Int? {
        var unit = unit
        while true {
            try meter.spend(1)
            let start = start(of: unit)
            guard start <= pattern.last else { return nil }
            let next = self.unit(atOrAfter: earliest(from: start))
            guard next != unit else { return unit }
            unit = next
        }
    }

    /// Finds the times of the rule in a unit.
    ///
    /// - Parameters:
    ///   - unit: The unit.
    ///   - meter: What pays for the days that are looked at.
    /// - Returns: The times, ascending.
    /// - Throws: The budget is exceeded.
    func period(_ unit: Int, spending meter: inout WorkMeter) throws(RecurrenceError) -> RecurrencePeriod {
        let start = start(of: unit)
        let candidates = candidates(from: start.date)
        try meter.spend(candidates.count)
        let days = candidates.filter(pattern.days.matches)
        return RecurrencePeriod(days: days, times: times(from: start), setPositions: pattern.setPositions)
    }

    private func candidates(from date: CivilDate) -> [CivilDate] {
        let (year, month, _) = date.fields
        return switch pattern.frequency {
        case .yearly: pattern.days.candidates(inYear: year)
        case .monthly: pattern.days.candidates(inMonth: month, year: year)
        case .weekly: (0..<7).map(date.adding(days:))
        case .daily, .hourly, .minutely, .secondly: [date]
        }
    }

    private func times(from start: CivilDateTime) -> TimesOfDay {
        var times = pattern.times
        if pattern.frequency >= .hourly { times.hours = [start.hour] }
        if pattern.frequency >= .minutely { times.minutes = [start.minute] }
        if pattern.frequency >= .secondly { times.seconds = [start.second] }
        return times
    }

    /// Returns the first time from one on that the limits may admit; the same time for years, months and weeks.
    private func earliest(from start: CivilDateTime) -> CivilDateTime {
        guard pattern.frequency >= .daily else { return start }
        let date = start.date
        guard pattern.days.matches(date) else { return CivilDateTime(pattern.days.nextCandidate(after: date)) }
        return pattern.times.earliest(from: start, within: pattern.frequency)
    }

    private func start(of unit: Int) -> CivilDateTime {
        switch pattern.frequency {
        case .yearly: CivilDateTime(CivilDate(firstOfMonth: 1, year: unit))
        case .monthly: Self.startOfMonth(unit)
        case .weekly: CivilDateTime(CivilDate(daysSinceEpoch: unit * 7 + Self.firstWeek(pattern.weekStart)))
        case .daily: CivilDateTime(CivilDate(daysSinceEpoch: unit))
        case .hourly: CivilDateTime(secondsSinceEpoch: unit * 3_600)
        case .minutely: CivilDateTime(secondsSinceEpoch: unit * 60)
        case .secondly: CivilDateTime(secondsSinceEpoch: unit)
        }
    }

    private static func unit(of time: CivilDateTime, in pattern: RecurrencePattern) -> Int {
        let date = time.date
        return switch pattern.frequency {
        case .yearly: date.year
        case .monthly: date.year * 12 + date.month - 1
        case .weekly: (date.daysSinceEpoch - firstWeek(pattern.weekStart)).floorDivided(by: 7).quotient
        case .daily: date.daysSinceEpoch
        case .hourly: time.secondsSinceEpoch.floorDivided(by: 3_600).quotient
        case .minutely: time.secondsSinceEpoch.floorDivided(by: 60).quotient
        case .secondly: time.secondsSinceEpoch
        }
    }

    private static func startOfMonth(_ unit: Int) -> CivilDateTime {
        let (year, month) = unit.floorDivided(by: 12)
        return CivilDateTime(CivilDate(firstOfMonth: month + 1, year: year))
    }

    /// The days from 1970-01-01 to a day on which weeks begin: 1969-12-29 was a Monday.
    private static func firstWeek(_ weekStart: Weekday) -> Int {
        weekStart.rawValue - 3
    }
}

extension TimesOfDay {
    /// Finds the first time from one on whose hour, minute and second are admitted.
    ///
    /// - Parameters:
    ///   - start: The time.
    ///   - frequency: The FREQ; only units as long as it, or longer, limit.
    /// - Returns: The time; it may be in the next longer unit, where the search goes on.
    fileprivate func earliest(from start: CivilDateTime, within frequency: RecurrenceRule.Frequency) -> CivilDateTime {
        let limits = [
            (RecurrenceRule.Frequency.hourly, hours, 3_600), (.minutely, minutes, 60), (.secondly, seconds, 1),
        ]
        var length = CivilDateTime.secondsPerDay
        for (unit, values, size) in limits where unit <= frequency {
            let (outer, inside) = start.secondsSinceEpoch.floorDivided(by: length)
            let value = inside / size
            guard values.isEmpty || values.contains(value) else {
                let next = values.first { $0 > value } ?? length / size
                return CivilDateTime(secondsSinceEpoch: outer * length + next * size)
            }
            length = size
        }
        return start
    }
}
