import ICalendar

/// One STANDARD or DAYLIGHT of a VTIMEZONE (RFC 5545 §3.6.5): an offset and the times from which it is in use.
struct TimeZoneObservance: Hashable, Sendable {
    /// The first onset, on the wall clock before the change.
    let start: CivilDateTime
    /// TZOFFSETFROM: the offset before an onset, in seconds ahead of UTC.
    let offsetFrom: Int
    /// TZOFFSETTO: the offset from an onset on, in seconds ahead of UTC.
    let offsetTo: Int
    private let rules: [RecurrenceRule]
    private let additions: [CivilDateTime]

    /// Reads an observance, or returns nil when a property that it needs is missing or malformed.
    ///
    /// - Parameter component: The STANDARD or DAYLIGHT component.
    init?(_ component: Component) {
        guard let start = component.first("DTSTART").flatMap({ try? CalendarTime($0) }),
            let from = component.first("TZOFFSETFROM").flatMap({ Self.offset($0.value) }),
            let to = component.first("TZOFFSETTO").flatMap({ Self.offset($0.value) }),
            let rules = try? component.properties(named: "RRULE").map({ try RecurrenceRule(parsing: $0.value) })
        else { return nil }
        self.start = start.civil
        self.offsetFrom = from
        self.offsetTo = to
        self.rules = rules
        self.additions = Self.additions(of: component, offset: from)
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
        var onsets = [firstOnset] + additions.map(instant)
        for rule in rules {
            let pattern = RecurrencePattern(rule, anchor: start, isAllDay: false, last: last(of: rule))
            var iterator = RuleIterator(pattern, from: max(start, Self.earliest))
            while let civil = try iterator.next(&meter) {
                try meter.countInstance()
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

    private static func additions(of component: Component, offset: Int) -> [CivilDateTime] {
        component.properties(named: "RDATE").flatMap { property in
            property.value.split(separator: ",").compactMap { value in
                switch CalendarTime(parsing: value) {
                case .utc(let time): time.civil.adding(seconds: offset)
                case let time: time?.civil
                }
            }
        }
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
