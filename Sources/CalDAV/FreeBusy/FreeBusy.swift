package import ICalendar
package import Recurrence

/// The busy times within a range, gathered from calendar object resources (RFC 4791 §7.10).
package struct FreeBusy: Sendable {
    /// The range; nothing beyond it is told.
    package let range: TimeRange

    private var periods: [FreeBusyType: [Range<UTCTime>]] = [:]

    /// The number of periods above which neighbours are joined, so that memory grows with the answer alone.
    private var joiningCount: [FreeBusyType: Int] = [:]

    /// Starts without busy times.
    package init(in range: TimeRange) {
        self.range = range
    }

    /// Takes in the busy times of a resource: VEVENT and VFREEBUSY have some.
    ///
    /// - Parameters:
    ///   - resource: The resource.
    ///   - floating: The zone of dates and floating times.
    ///   - budget: What one question to its recurrence set may cost.
    /// - Throws: `RecurrenceError` where a value or a rule is malformed or not supported, or the budget is exceeded.
    package mutating func add(
        _ resource: CalendarObjectResource,
        floating: FloatingZone = .utc,
        budget: RecurrenceBudget = .standard
    ) throws(RecurrenceError) {
        switch resource.componentType {
        case .event:
            let set = try RecurrenceSet(of: resource, floating: floating)
            let types = resource.instances.map { FreeBusyType(of: $0) }
            for instance in try set.instances(overlapping: range.instants, budget: budget) {
                guard let type = types[instance.source.place] else { continue }
                add(instance.utcStart..<instance.utcEnd, type)
            }
        case .freeBusy:
            for property in resource.instances.flatMap({ $0.properties(named: "FREEBUSY") }) { add(property) }
        case .todo, .journal, .other: break
        }
    }

    /// Returns the answer to a free-busy-query.
    ///
    /// RFC 4791 §7.10: "The response body for a successful request MUST be an iCalendar object that contains exactly one
    /// VFREEBUSY component".
    ///
    /// - Parameters:
    ///   - productID: The value of PRODID.
    ///   - stamp: The time of the answer.
    /// - Returns: The object, with a FREEBUSY for each busy time in the order of their starts.
    package func object(productID: String, stamp: UTCTime) -> ICalendarObject {
        let times = ["DTSTAMP": stamp, "DTSTART": range.start, "DTEND": range.end]
        let properties = ["DTSTAMP", "DTSTART", "DTEND"].compactMap { name in
            times[name].map { Property(name: name, value: $0.description) }
        }
        let answer = Component(name: "VFREEBUSY", contents: (properties + busyTimes).map(Component.Content.property))
        let head = [Property(name: "VERSION", value: "2.0"), Property(name: "PRODID", value: productID)]
        return ICalendarObject(
            calendar: Component(
                name: "VCALENDAR",
                contents: head.map(Component.Content.property) + [.component(answer)]
            )
        )
    }

    private var busyTimes: [Property] {
        let all = periods.flatMap { type, ranges in Self.joined(ranges).map { (type: type, range: $0) } }
        let sorted = all.sorted { left, right in
            guard left.range.lowerBound == right.range.lowerBound else {
                return left.range.lowerBound < right.range.lowerBound
            }
            return left.type < right.type
        }
        return sorted.map { type, range in
            Property(
                name: "FREEBUSY",
                parameters: type.parameters,
                value: "\(range.lowerBound)/\(range.upperBound)"
            )
        }
    }

    private mutating func add(_ property: Property) {
        guard let type = FreeBusyType(of: property) else { return }
        for period in property.freeBusyPeriods { add(period.range, type) }
    }

    private mutating func add(_ period: Range<UTCTime>, _ type: FreeBusyType) {
        let clamped = period.clamped(to: range.instants)
        guard !clamped.isEmpty else { return }
        periods[type, default: []].append(clamped)
        guard let count = periods[type]?.count, count > joiningCount[type, default: 1_024] else { return }
        periods[type] = periods[type].map(Self.joined)
        joiningCount[type] = max(1_024, 2 * (periods[type]?.count ?? 0))
    }

    /// Joins periods that overlap or follow on each other.
    ///
    /// RFC 4791 §7.10: "Servers SHOULD coalesce consecutive or overlapping busy time periods of the same type."
    private static func joined(_ periods: [Range<UTCTime>]) -> [Range<UTCTime>] {
        var joined: [Range<UTCTime>] = []
        for period in periods.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = joined.last, period.lowerBound <= last.upperBound {
                joined[joined.count - 1] = last.lowerBound..<max(last.upperBound, period.upperBound)
            } else {
                joined.append(period)
            }
        }
        return joined
    }
}
