import ICalendar
import Recurrence

/// Tests one calendar object resource by a filter (RFC 4791 §9.7).
///
/// What needs no time is tested first, so that the times of most objects need not be read.
struct FilterMatcher {
    private let resource: CalendarObjectResource
    private let floating: FloatingZone
    private let budget: RecurrenceBudget
    private var times: ObjectTimes?

    /// Makes a matcher of one resource.
    init(_ resource: CalendarObjectResource, floating: FloatingZone, budget: RecurrenceBudget) {
        self.resource = resource
        self.floating = floating
        self.budget = budget
    }

    /// Tells whether the calendar object passes the tests of VCALENDAR.
    mutating func matches(_ tests: ComponentFilter.Tests) throws(RecurrenceError) -> Bool {
        let calendar = resource.object.calendar
        guard try passes(calendar, tests.properties) else { return false }
        for filter in tests.components {
            guard try matches(filter, in: calendar) else { return false }
        }
        return true
    }

    /// Tells whether a component passes the test of what is within it.
    private mutating func matches(_ filter: ComponentFilter, in parent: Component) throws(RecurrenceError) -> Bool {
        let found = parent.components.filter { $0.isNamed(filter.name) }
        guard let tests = filter.tests, !found.isEmpty else { return (filter.tests == nil) == found.isEmpty }
        if ["VEVENT", "VTODO", "VJOURNAL"].contains(filter.name) { return try hasMatch(among: found, tests) }
        for component in found where try passes(component, tests) { return true }
        return false
    }

    /// Tells whether a component without instances passes every test.
    private mutating func passes(
        _ component: Component,
        _ tests: ComponentFilter.Tests
    ) throws(RecurrenceError) -> Bool {
        guard try passes(component, tests.properties) else { return false }
        for filter in tests.components {
            guard try matches(filter, in: component) else { return false }
        }
        guard let range = tests.timeRange else { return true }
        return try readTimes().overlaps(freeBusy: component, range)
    }

    private mutating func passes(
        _ component: Component,
        _ filters: [PropertyFilter]
    ) throws(RecurrenceError) -> Bool {
        for filter in filters {
            let isPassed =
                if let range = filter.timeRange {
                    try readTimes().passes(component, filter, range)
                } else {
                    filter.matches(component)
                }
            guard isPassed else { return false }
        }
        return true
    }

    /// Tells whether one of the components of the resource, all of which have one name, has an instance that passes every test.
    private mutating func hasMatch(
        among components: [Component],
        _ tests: ComponentFilter.Tests
    ) throws(RecurrenceError) -> Bool {
        let split = InstanceTests(tests)
        var candidates: [Int: Component] = [:]
        for (place, component) in components.enumerated() where try passes(component, split.untimed) {
            candidates[place] = component
        }
        guard split.isTimed, !candidates.isEmpty else { return !candidates.isEmpty }
        return try split.hasMatch(among: candidates, in: readTimes())
    }

    private mutating func readTimes() throws(RecurrenceError) -> ObjectTimes {
        if let times { return times }
        let times = try ObjectTimes(of: resource, floating: floating, budget: budget)
        self.times = times
        return times
    }
}
