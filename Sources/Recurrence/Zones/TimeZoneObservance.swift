import ICalendar

/// One STANDARD or DAYLIGHT of a VTIMEZONE (RFC 5545 §3.6.5): an offset and the times from which it is in use.
struct TimeZoneObservance: Sendable {
    /// The first onset, on the wall clock before the change.
    let start: CivilDateTime
    /// TZOFFSETFROM: the offset before an onset, in seconds ahead of UTC.
    let offsetFrom: Int
    /// TZOFFSETTO: the offset from an onset on, in seconds ahead of UTC.
    let offsetTo: Int
    private let rules: [RecurrenceRule]
    private let additions: [CivilDateTime]

    /// Reads an observance.
    ///
    /// - Parameters:
    ///   - component: The STANDARD or DAYLIGHT component.
    ///   - meter: What counts its rules and its additional onsets.
    /// - Throws: A property that it needs is missing, one is malformed, or there are more than the budget allows.
    init(_ component: Component, spending meter: inout WorkMeter) throws(RecurrenceError) {
        start = try CalendarTime(Self.required("DTSTART", of: component)).civil
        offsetFrom = try Self.offset(Self.required("TZOFFSETFROM", of: component))
        offsetTo = try Self.offset(Self.required("TZOFFSETTO", of: component))
        rules = try Self.rules(of: component, &meter)
        additions = try Self.additions(of: component, offset: offsetFrom, &meter)
    }

    /// The instant of the first onset.
    var firstOnset: UTCTime { instant(start) }

    /// The time from which rules are followed; of those that began before it, only the first onset counts.
    ///
    /// Programs in use write definitions that begin with the year 1601.
    private static let earliest = CivilDateTime(CivilDate(firstOfMonth: 1, year: 1_900))

    /// Finds the instants from which the offset is in use, up to the horizon of ``ZoneTransitions``.
    ///
    /// - Parameter meter: What pays for the steps.
    /// - Returns: The instants in no order.
    /// - Throws: The budget is exceeded.
    func onsets(spending meter: inout WorkMeter) throws(RecurrenceError) -> [UTCTime] {
        try meter.countInstances(1 + additions.count)
        var onsets = [firstOnset] + additions.map(instant)
        for rule in rules {
            let pattern = RecurrencePattern(rule, anchor: start, isAllDay: false, last: last(of: rule))
            var iterator = RuleIterator(pattern, from: max(start, Self.earliest))
            while let civil = try iterator.next(&meter) {
                try meter.countInstances()
                onsets.append(instant(civil))
            }
        }
        return onsets
    }

    /// RFC 5545 §3.6.5: "all onset datetimes in the "STANDARD" or "DAYLIGHT" sub-component … MUST be specified as a
    /// date with a local time value", of the clock before the change.
    private func instant(_ civil: CivilDateTime) -> UTCTime {
        UTCTime(secondsSinceEpoch: civil.secondsSinceEpoch - offsetFrom)
    }

    /// The last onset that a rule may have, on the wall clock before the change.
    private func last(of rule: RecurrenceRule) -> CivilDateTime {
        let horizon = ZoneTransitions.horizon.civil
        guard case .until(let until) = rule.end else { return horizon }
        // RFC 5545 §3.6.5: "The UNTIL rule part … MUST be specified as a date with UTC time" here.
        guard case .utc(let time) = until else { return min(until.lastCivil, horizon) }
        return min(time.civil.adding(seconds: offsetFrom), horizon)
    }

    private static func required(
        _ name: String,
        of component: Component
    ) throws(RecurrenceError) -> Property {
        guard let property = component.first(name) else { throw .missingProperty(name, line: component.line) }
        return property
    }

    private static func rules(
        of component: Component,
        _ meter: inout WorkMeter
    ) throws(RecurrenceError) -> [RecurrenceRule] {
        var rules: [RecurrenceRule] = []
        for property in component.properties(named: "RRULE") {
            try meter.countInstances()
            rules.append(try RecurrenceRule(property))
        }
        return rules
    }

    /// Reads RDATE; its values are counted before there is anything of them.
    private static func additions(
        of component: Component,
        offset: Int,
        _ meter: inout WorkMeter
    ) throws(RecurrenceError) -> [CivilDateTime] {
        var additions: [CivilDateTime] = []
        for property in component.properties(named: "RDATE") {
            try meter.countInstances(1 + property.value.utf8.count { $0 == UInt8(ascii: ",") })
            additions += property.value.split(separator: ",").compactMap { value in
                switch CalendarTime(parsing: value) {
                case .utc(let time): time.civil.adding(seconds: offset)
                case let time: time?.civil
                }
            }
        }
        return additions
    }

    private static func offset(_ property: Property) throws(RecurrenceError) -> Int {
        guard let offset = offset(property.value) else {
            throw .invalidValue(property: property.name, line: property.line)
        }
        return offset
    }

    /// Reads a UTC-OFFSET (RFC 5545 §3.3.14) such as `-0500`, or returns nil when it is none.
    private static func offset(_ value: String) -> Int? {
        let octets = Array(value.utf8)
        guard octets.count == 5 || octets.count == 7, let sign = octets.first.flatMap(Self.sign) else { return nil }
        guard let hours = Int(digits: octets[1..<3]), let minutes = Int(digits: octets[3..<5]),
            let seconds = octets.count == 7 ? Int(digits: octets[5..<7]) : 0, hours < 24, minutes < 60, seconds < 60
        else { return nil }
        return sign * (hours * 3_600 + minutes * 60 + seconds)
    }

    private static func sign(_ octet: UInt8) -> Int? {
        switch octet {
        case UInt8(ascii: "+"): 1
        case UInt8(ascii: "-"): -1
        default: nil
        }
    }
}
