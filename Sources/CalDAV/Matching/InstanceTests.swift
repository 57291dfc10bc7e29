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

    private let timeRange: TimeRange?
    private let properties: [(filter: PropertyFilter, property: TimedProperty, range: TimeRange)]
    private let alarms: [(tests: ComponentFilter.Tests, range: TimeRange)]

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
    /// - Throws: `RecurrenceError` where the budget is exceeded.
    func hasMatch(among components: [Component], in times: ObjectTimes) throws(RecurrenceError) -> Bool {
        if components.contains(where: { passes(withoutInstance: $0, times) }) { return true }
        let keys = Set(components.map(\.instanceKey))
        return try times.hasInstance(in: window(of: components, in: times)) { instance in
            keys.contains(instance.component.instanceKey) && passes(instance, times)
        }
    }

    /// Returns the instants that an instance has to meet or to touch in order to pass.
    ///
    /// Each test of time says some; the shortest range has the fewest instances.
    private func window(of components: [Component], in times: ObjectTimes) -> Range<UTCTime> {
        let ranges = [timeRange?.instants].compactMap(\.self) + properties.map(\.range.instants)
        let reaches = alarms.map { test in
            components.map { times.reach(of: $0, into: test.range) }.reduce(test.range.instants) { $0.joined(with: $1) }
        }
        return (ranges + reaches).min { $0.seconds < $1.seconds } ?? .always
    }

    private func passes(_ instance: Instance, _ times: ObjectTimes) -> Bool {
        if let timeRange, !times.overlaps(instance, timeRange) { return false }
        let component = instance.component
        let hasProperties = properties.allSatisfy { test in
            guard let time = test.property.time(of: instance) else { return false }
            return test.range.contains(time) && test.filter.passesParameters(of: component)
        }
        return hasProperties && passesAlarms(of: component, times) { times.triggers(of: $0, for: instance) }
    }

    /// Tells whether a component without DTSTART and DUE passes: a VTODO may overlap, and any may have absolute alarms.
    private func passes(withoutInstance component: Component, _ times: ObjectTimes) -> Bool {
        guard !component.hasInstances, properties.isEmpty else { return false }
        if let timeRange, !times.overlaps(withoutInstance: component, timeRange) { return false }
        return passesAlarms(of: component, times, times.absoluteTriggers)
    }

    /// Tells whether a component has an alarm for each test of alarms.
    private func passesAlarms(
        of component: Component,
        _ times: ObjectTimes,
        _ triggers: (Component) -> [UTCTime]
    ) -> Bool {
        alarms.allSatisfy { test in
            component.alarms.contains { alarm in
                times.passesUntimed(alarm, test.tests) && triggers(alarm).contains(where: test.range.contains)
            }
        }
    }
}

extension TimedProperty {
    /// Whether each instance of a component has a value of its own.
    fileprivate var dependsOnInstance: Bool {
        switch self {
        case .start, .end, .due: true
        case .completed, .created, .stamp, .lastModified: false
        }
    }

    /// Returns the effective value for an instance; nil where there is none.
    ///
    /// RFC 4791 §9.9: "if DTEND is not present in a VEVENT, but DURATION is, then the test should instead operate on the
    /// 'effective' DTEND, i.e., DTSTART+DURATION. Similarly, if DUE is not present in a VTODO, but DTSTART and DURATION
    /// are, then the test should instead operate on the 'effective' DUE".
    fileprivate func time(of instance: Instance) -> UTCTime? {
        let component = instance.component
        let hasEnd = component.first(rawValue) != nil || component.first("DURATION") != nil
        return switch self {
        case .start: component.first("DTSTART").map { _ in instance.utcStart }
        case .end: component.isNamed("VEVENT") && hasEnd ? instance.utcEnd : nil
        case .due: component.isNamed("VTODO") && hasEnd ? instance.utcEnd : nil
        case .completed, .created, .stamp, .lastModified: nil
        }
    }
}

extension Component {
    /// Whether the component has times that make instances of it.
    var hasInstances: Bool {
        ["DTSTART", "DUE", "RECURRENCE-ID"].contains { first($0) != nil }
    }

    /// What tells the component from the others of its resource: RECURRENCE-ID as written (RFC 4791 §4.1).
    var instanceKey: [String] {
        guard let property = first("RECURRENCE-ID") else { return [] }
        return [property.value, property.parameter("TZID") ?? ""]
    }

    /// The alarms within the component.
    var alarms: [Component] {
        components.filter { $0.isNamed("VALARM") }
    }
}

extension Range<UTCTime> {
    /// The range of all times.
    fileprivate static var always: Range<UTCTime> { .distantPast..<(.distantFuture) }

    /// Returns the smallest range that covers this one and another.
    fileprivate func joined(with other: Range<UTCTime>) -> Range<UTCTime> {
        Swift.min(lowerBound, other.lowerBound)..<Swift.max(upperBound, other.upperBound)
    }

    /// The length of the range.
    fileprivate var seconds: Int { upperBound.secondsSinceEpoch - lowerBound.secondsSinceEpoch }
}

extension ObjectTimes {
    /// Returns a range in which the instances of a component are whose alarms can go off in a range.
    fileprivate func reach(of component: Component, into range: TimeRange) -> Range<UTCTime> {
        component.alarms.reduce(range.instants) { $0.joined(with: reach(ofAlarm: $1, into: range)) }.clamped(
            to: .always
        )
    }

    private func reach(ofAlarm alarm: Component, into range: TimeRange) -> Range<UTCTime> {
        // An absolute trigger belongs to every instance, wherever it is.
        if absoluteTriggers(of: alarm).contains(where: range.contains) { return .always }
        guard let reach = (try? AlarmTriggers(of: alarm))?.reach else { return range.instants }
        return range.start.adding(seconds: -reach.upperBound)..<range.end.adding(seconds: -reach.lowerBound)
    }
}
