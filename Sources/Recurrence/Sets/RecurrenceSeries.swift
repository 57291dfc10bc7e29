import ICalendar

/// What a master says of its times: DTSTART, RRULE, RDATE, EXDATE, EXRULE and its length.
struct RecurrenceSeries: Sendable {
    /// The master.
    let source: InstanceSource
    /// The start of the first instance.
    let start: CalendarTime
    /// The clock of the start, by which the rules go.
    let clock: WallClock
    /// The length of each instance.
    let length: InstanceLength
    /// RRULE; more than one are a union.
    let rules: [SeriesRule]
    /// EXRULE, as RFC 2445 §4.8.5.2 had it.
    let exclusionRules: [SeriesRule]
    /// DTSTART and RDATE, ascending.
    let additions: [SeriesMember]
    /// EXDATE: the instants.
    let excludedInstants: Set<UTCTime>
    /// EXDATE with a DATE in a series of times: whole days.
    let excludedDates: Set<CivilDate>
    /// The most seconds that an instance may last.
    let longest: Int

    /// Reads a master, or returns nil when it has neither DTSTART nor DUE.
    ///
    /// - Parameters:
    ///   - source: The component without RECURRENCE-ID.
    ///   - resolver: The time zones of the object.
    /// - Throws: A value or a rule is malformed.
    init?(_ source: InstanceSource, in resolver: TimeZoneResolver) throws(RecurrenceError) {
        let component = source.component
        guard let property = component.first("DTSTART") ?? component.first("DUE") else { return nil }
        let reader = SeriesReader(component: component, start: try CalendarTime(property), resolver: resolver)
        self.source = source
        start = reader.start
        clock = reader.clock
        length = try InstanceLength(of: component, start: start, in: resolver)
        rules = try reader.rules(named: "RRULE")
        exclusionRules = try reader.rules(named: "EXRULE")
        additions = try reader.additions()
        (excludedInstants, excludedDates) = try reader.exclusions()
        longest = additions.reduce(length.longest) { longest, member in
            max(longest, (member.end?.utc.secondsSinceEpoch ?? .min / 2) - member.utc.secondsSinceEpoch)
        }
    }

    /// Tells whether EXDATE excludes a member.
    func isExcluded(_ member: SeriesMember) -> Bool {
        excludedInstants.contains(member.utc) || excludedDates.contains(member.civil.date)
    }
}

/// A rule of a series, and the instant of its UNTIL.
struct SeriesRule: Sendable {
    /// The rule on the clock of the series.
    let pattern: RecurrencePattern
    /// UNTIL, if it is an instant.
    let until: UTCTime?
    /// Whether nothing ends the rule.
    let isUnbounded: Bool

    /// Places a rule in a series.
    ///
    /// - Parameters:
    ///   - rule: The rule.
    ///   - anchor: DTSTART on the clock of the series.
    ///   - clock: The clock of the series.
    init(_ rule: RecurrenceRule, anchor: CivilDateTime, clock: WallClock) {
        var last = CivilDateTime.latest
        var instant: UTCTime?
        if case .until(let until) = rule.end {
            if case .utc(let time) = until, clock.form != .date { instant = time }
            // A clock that is set back shows later times before the instant than at it.
            last = instant.map { clock.civil($0).adding(seconds: clock.transitions.largestChange) } ?? until.lastCivil
        }
        pattern = RecurrencePattern(rule, anchor: anchor, isAllDay: clock.form == .date, last: last)
        until = instant
        isUnbounded = rule.isUnbounded
    }
}

extension CalendarTime {
    /// The last time on a wall clock that an UNTIL with this value allows.
    ///
    /// RFC 5545 §3.3.10 wants the value type of DTSTART and UTC where DTSTART has a zone; programs in use write other
    /// forms too. A DATE allows the whole day, a time without a zone is on the clock of DTSTART.
    var lastCivil: CivilDateTime {
        isDate ? civil.adding(seconds: CivilDateTime.secondsPerDay - 1) : civil
    }
}
