import ICalendar
import Recurrence

/// The tests of a VEVENT, VTODO or VJOURNAL, those that depend on the instance apart from the others.
///
/// RFC 4791 §9.9: "Time range tests MUST consider every recurrence instance when testing the time range condition; if any
/// one instance matches, then the test returns true. Testing recurrence instances requires the server to infer an
/// effective value for DTSTART, DTEND, DURATION, and DUE properties for an instance based on the recurrence patterns and
/// any overrides." Several tests of time have to be passed by the same instance.
struct InstanceTests {
    /// The tests that need no instance.
    let untimed: ComponentFilter.Tests

    /// The range that the instance overlaps.
    let timeRange: TimeRange?
    /// The properties that are in a range of time.
    let properties: [(filter: PropertyFilter, property: TimedProperty, range: TimeRange)]
    /// The alarms that go off in a range of time.
    let alarms: [(tests: ComponentFilter.Tests, range: TimeRange)]

    /// Divides the tests of a component.
    init(_ tests: ComponentFilter.Tests) {
        timeRange = tests.timeRange
        properties = tests.properties.compactMap { filter in
            guard let range = filter.timeRange, let property = TimedProperty(rawValue: filter.name),
                property.dependsOnInstance
            else { return nil }
            return (filter, property, range)
        }
        alarms = tests.components.compactMap { filter in
            guard let tests = filter.tests, let range = tests.timeRange, filter.name == "VALARM" else { return nil }
            return (tests, range)
        }
        untimed = ComponentFilter.Tests(
            properties: tests.properties.filter { filter in
                filter.timeRange == nil || TimedProperty(rawValue: filter.name)?.dependsOnInstance != true
            },
            components: tests.components.filter { $0.tests?.timeRange == nil || $0.name != "VALARM" }
        )
    }

    /// Whether any test depends on the instance.
    var isTimed: Bool {
        timeRange != nil || !properties.isEmpty || !alarms.isEmpty
    }

    /// Tells whether one of the components has an instance that passes the tests of time.
    ///
    /// - Parameters:
    ///   - components: The components that pass all other tests, by their places in the resource.
    ///   - times: The times of the resource.
    /// - Returns: Whether an instance passes.
    /// - Throws: `RecurrenceError` where the budget is exceeded.
    func hasMatch(among components: [Int: Component], in times: ObjectTimes) throws(RecurrenceError) -> Bool {
        let candidates = components.compactMapValues { InstanceCandidate($0, for: self, in: times) }
        guard !candidates.isEmpty else { return false }
        if candidates.values.contains(where: { $0.passesWithoutInstance(self, times) }) { return true }
        var meter = WorkMeter(times.budget)
        return try times.hasInstance(in: window(of: candidates.values, times)) { (instance) throws(RecurrenceError) in
            guard let candidate = candidates[instance.source.place] else { return false }
            try meter.spend(candidate.alarmCount)
            return candidate.passes(self, instance, times)
        }
    }

    /// Returns the instants that an instance has to meet or to touch in order to pass.
    ///
    /// Each test of time says some; the shortest range has the fewest instances.
    private func window(of candidates: some Collection<InstanceCandidate>, _ times: ObjectTimes) -> Range<UTCTime> {
        let ranges = [timeRange?.instants].compactMap(\.self) + properties.map(\.range.instants)
        let reaches = alarms.indices.map { index in
            let range = alarms[index].range.instants
            return candidates.map { $0.reach(ofTest: index, into: range, times) }.reduce(range) { $0.joined(with: $1) }
        }
        return (ranges + reaches).min { $0.seconds < $1.seconds } ?? .always
    }
}

extension Component {
    /// Whether the component has times that make instances of it.
    var hasInstances: Bool {
        ["DTSTART", "DUE", "RECURRENCE-ID"].contains(where: has)
    }

    /// What tells the component from the others of its resource: RECURRENCE-ID as written (RFC 4791 §4.1).
    var instanceKey: [String] {
        guard let property = first("RECURRENCE-ID") else { return [] }
        return [property.value, property.parameter("TZID") ?? ""]
    }

    /// The alarms within the component.
    var alarms: [Component] {
        var alarms: [Component] = []
        for case .component(let component) in contents where component.isNamed("VALARM") { alarms.append(component) }
        return alarms
    }
}

extension Range<UTCTime> {
    /// The range of all times.
    static var always: Range<UTCTime> { .distantPast..<(.distantFuture) }

    /// Returns the smallest range that covers this one and another.
    func joined(with other: Range<UTCTime>) -> Range<UTCTime> {
        Swift.min(lowerBound, other.lowerBound)..<Swift.max(upperBound, other.upperBound)
    }

    /// The length of the range.
    fileprivate var seconds: Int { upperBound.secondsSinceEpoch - lowerBound.secondsSinceEpoch }
}
