import ICalendar

/// How long each instance of a series is (RFC 5545 §3.8.5.3).
struct InstanceLength: Sendable {
    private enum Kind: Sendable {
        case unstated(isDate: Bool)
        /// A DATE to a DATE.
        case wholeDays(Int)
        /// "If the duration of the recurring component is specified with the "DTEND" or "DUE" property, the same exact
        /// duration will apply to all the members of the generated recurrence set."
        case exact(seconds: Int, clock: WallClock)
        /// "Else, if … with the "DURATION" property, the same nominal duration will apply".
        case nominal(CalendarDuration)
    }

    private let kind: Kind

    /// Reads DTEND, DUE or DURATION of a component.
    ///
    /// - Parameters:
    ///   - component: The component.
    ///   - start: Its start.
    ///   - resolver: The time zones of the object.
    /// - Throws: A value is malformed.
    init(of component: Component, start: CalendarTime, in resolver: TimeZoneResolver) throws(RecurrenceError) {
        if let property = component.first("DTEND") ?? component.first("DUE") {
            kind = Self.kind(from: start, to: try CalendarTime(property), in: resolver)
        } else if let property = component.first("DURATION") {
            let duration = try CalendarDuration(property)
            kind = start.isDate && duration.seconds == 0 ? .wholeDays(max(duration.days, 1)) : .nominal(duration)
        } else {
            kind = .unstated(isDate: start.isDate)
        }
    }

    /// The most seconds that an instance may last.
    var longest: Int {
        switch kind {
        case .unstated(let isDate): isDate ? 2 * CivilDateTime.secondsPerDay : 0
        case .wholeDays(let days): (days + 1) * CivilDateTime.secondsPerDay
        case .exact(let seconds, _): seconds
        case .nominal(let duration): max(0, duration.nominalSeconds) + CivilDateTime.secondsPerDay
        }
    }

    /// Finds the end of the instance with a start.
    ///
    /// - Parameters:
    ///   - start: The start.
    ///   - utcStart: The instant of the start.
    ///   - clock: The clock of the start.
    /// - Returns: The end as a value, nil when none is stated, and its instant.
    func end(of start: CalendarTime, utcStart: UTCTime, clock: WallClock) -> (time: CalendarTime?, utc: UTCTime) {
        switch kind {
        case .unstated(let isDate):
            // RFC 5545 §3.6.1: with a DATE "the event's duration is taken to be one day", else it "ends on the same …
            // time of day".
            return (nil, isDate ? clock.utc(start.civil.adding(days: 1)) : utcStart)
        case .wholeDays(let days):
            let end = start.civil.adding(days: days)
            return (clock.time(end), clock.utc(end))
        case .exact(let seconds, let endClock):
            let utc = utcStart.adding(seconds: seconds)
            return (endClock.time(endClock.civil(utc)), utc)
        case .nominal(let duration):
            let utc = max(utcStart, duration.added(to: start.civil, clock: clock))
            return (clock.time(clock.civil(utc)), utc)
        }
    }

    private static func kind(from start: CalendarTime, to end: CalendarTime, in resolver: TimeZoneResolver) -> Kind {
        if case .date(let first) = start, case .date(let last) = end {
            // DTEND "MUST be later in time than the value of the "DTSTART" property" (§3.8.2.2); the day itself counts.
            return .wholeDays(max(last.daysSinceEpoch - first.daysSinceEpoch, 1))
        }
        let seconds = resolver.utc(end).secondsSinceEpoch - resolver.utc(start).secondsSinceEpoch
        return .exact(seconds: max(0, seconds), clock: resolver.clock(of: end))
    }
}

extension CalendarDuration {
    /// Finds the instant at which the duration after a time is over: days go by the calendar, the rest is exact.
    ///
    /// - Parameters:
    ///   - civil: The time on the clock.
    ///   - clock: The clock.
    /// - Returns: The instant.
    func added(to civil: CivilDateTime, clock: WallClock) -> UTCTime {
        clock.utc(civil.adding(days: days)).adding(seconds: seconds)
    }
}
