/// A rule together with the DTSTART that it starts from: all that is needed to find its times on a wall clock.
struct RecurrencePattern: Sendable {
    /// DTSTART on the wall clock of the series; midnight for a DATE.
    let anchor: CivilDateTime
    /// FREQ.
    let frequency: RecurrenceRule.Frequency
    /// INTERVAL.
    let interval: Int
    /// COUNT.
    let count: Int?
    /// The last time that is allowed.
    private(set) var last: CivilDateTime
    /// The days that are admitted.
    let days: DayPattern
    /// The times of day: of each day for DAILY and longer, else those that are admitted, where an empty list admits all.
    let times: TimesOfDay
    /// BYSETPOS.
    let setPositions: [Int]
    /// WKST.
    let weekStart: Weekday

    /// Completes a rule from DTSTART.
    ///
    /// - Parameters:
    ///   - rule: The rule.
    ///   - anchor: DTSTART on the wall clock of the series.
    ///   - isAllDay: Whether DTSTART is a DATE.
    ///   - last: The last time that is allowed, on the same wall clock.
    init(_ rule: RecurrenceRule, anchor: CivilDateTime, isAllDay: Bool, last: CivilDateTime) {
        self.anchor = anchor
        self.frequency = rule.frequency
        self.interval = rule.interval
        if case .count(let count) = rule.end { self.count = count } else { self.count = nil }
        self.last = min(last, .latest)
        self.days = DayPattern(rule, anchor: anchor.date)
        self.times = TimesOfDay(rule, anchor: anchor, isAllDay: isAllDay)
        self.setPositions = rule.setPositions
        self.weekStart = rule.weekStart
    }

    /// Returns the same rule with an end that is no later than a time.
    func ending(by time: CivilDateTime) -> RecurrencePattern {
        var pattern = self
        pattern.last = min(last, time)
        return pattern
    }
}
