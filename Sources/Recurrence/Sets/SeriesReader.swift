import ICalendar

/// Reads the recurrence properties of a master.
struct SeriesReader {
    private let component: Component
    private let resolver: TimeZoneResolver
    /// The start of the first instance.
    let start: CalendarTime
    /// The clock of the start.
    let clock: WallClock

    /// Makes a reader of one master.
    ///
    /// - Parameters:
    ///   - component: The master.
    ///   - start: Its start.
    ///   - resolver: The time zones of the object.
    init(component: Component, start: CalendarTime, resolver: TimeZoneResolver) {
        self.component = component
        self.resolver = resolver
        self.start = start
        clock = resolver.clock(of: start)
    }

    /// Reads the rules of RRULE or EXRULE.
    ///
    /// - Parameter name: The name of the property.
    /// - Returns: The rules in their order.
    /// - Throws: A rule is malformed, or repeats within a day while DTSTART is a DATE.
    func rules(named name: String) throws(RecurrenceError) -> [SeriesRule] {
        var rules: [SeriesRule] = []
        for property in component.properties(named: name) { rules.append(try rule(property)) }
        return rules
    }

    private func rule(_ property: Property) throws(RecurrenceError) -> SeriesRule {
        let rule = try RecurrenceRule(property)
        guard !start.isDate || rule.frequency < .hourly else {
            throw .invalidRule(.timesOfWholeDays(rule.frequency), line: property.line)
        }
        return SeriesRule(rule, anchor: start.civil, clock: clock)
    }

    /// Returns DTSTART and the times of RDATE, ascending; of two at the same instant, one with a PERIOD.
    ///
    /// - Throws: A value is malformed.
    func additions() throws(RecurrenceError) -> [SeriesMember] {
        let first = member(start)
        let properties = component.properties(named: "RDATE")
        guard !properties.isEmpty else { return [first] }
        var members = [first.utc: first]
        for property in properties {
            for value in property.value.split(separator: ",") {
                let member = try addition(value, of: property)
                if member.end != nil || members[member.utc] == nil { members[member.utc] = member }
            }
        }
        return members.values.sorted { ($0.civil, $0.utc) < ($1.civil, $1.utc) }
    }

    /// Reads a time or a PERIOD (RFC 5545 §3.3.9): a start with an end or a duration.
    private func addition(_ value: Substring, of property: Property) throws(RecurrenceError) -> SeriesMember {
        let sides = value.split(separator: "/", maxSplits: 1)
        guard let time = sides.first.flatMap({ time($0, of: property) }) else { throw malformed(property) }
        var member = member(time)
        guard sides.count == 2 else { return member }
        let ownClock = resolver.clock(of: time, beside: clock)
        if let end = self.time(sides[1], of: property) {
            member.end = (end, max(member.utc, resolver.utc(end)))
        } else if let duration = CalendarDuration(parsing: sides[1]) {
            let end = max(member.utc, duration.added(to: time.civil, clock: ownClock))
            member.end = (ownClock.time(ownClock.civil(end)), end)
        } else {
            throw malformed(property)
        }
        return member
    }

    /// Returns what EXDATE excludes: instants, and whole days where a DATE stands in a series of times.
    ///
    /// - Throws: A value is malformed.
    func exclusions() throws(RecurrenceError) -> (instants: Set<UTCTime>, dates: Set<CivilDate>) {
        var instants: Set<UTCTime> = []
        var dates: Set<CivilDate> = []
        for property in component.properties(named: "EXDATE") {
            for value in property.value.split(separator: ",") {
                guard let time = time(value, of: property) else { throw malformed(property) }
                if case .date(let date) = time, !start.isDate {
                    dates.insert(date)
                } else {
                    instants.insert(member(time).utc)
                }
            }
        }
        return (instants, dates)
    }

    private func member(_ time: CalendarTime) -> SeriesMember {
        SeriesMember(time, anchor: start.civil, clock: clock, resolver: resolver)
    }

    private func time(_ value: Substring, of property: Property) -> CalendarTime? {
        CalendarTime(parsing: value, zone: property.parameter("TZID"))
    }

    private func malformed(_ property: Property) -> RecurrenceError {
        .invalidValue(property: property.name, line: property.line)
    }
}
