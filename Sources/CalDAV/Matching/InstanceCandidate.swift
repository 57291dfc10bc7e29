import ICalendar
import Recurrence

/// A component whose instances are tested, with what the tests ask of it whatever the instance.
///
/// A series may have a hundred thousand instances, and a component as many properties: what is the same for all of the
/// instances is looked for once.
struct InstanceCandidate {
    private let component: Component
    /// For each test of alarms, the alarms that pass everything else that it asks.
    private let alarms: [[AlarmTriggers]]

    /// Reads a component, or returns nil where none of its instances can pass.
    ///
    /// - Parameters:
    ///   - component: The component.
    ///   - tests: The tests of its instances.
    ///   - times: The times of the resource.
    init?(_ component: Component, for tests: InstanceTests, in times: ObjectTimes) {
        guard tests.properties.allSatisfy({ $0.filter.passesParameters(of: component) }) else { return nil }
        self.component = component
        alarms = tests.alarms.map { test in
            component.alarms.filter { times.passesUntimed($0, test.tests) }.compactMap { try? AlarmTriggers(of: $0) }
        }
        guard alarms.allSatisfy({ !$0.isEmpty }) else { return nil }
    }

    /// The alarms that are looked at for each instance.
    var alarmCount: Int { alarms.reduce(0) { $0 + $1.count } }

    /// Tells whether an instance of the component passes the tests of time.
    func passes(_ tests: InstanceTests, _ instance: Instance, _ times: ObjectTimes) -> Bool {
        if let range = tests.timeRange, !times.overlaps(instance, range) { return false }
        let hasProperties = tests.properties.allSatisfy { test in
            test.property.time(of: instance).map(test.range.contains) ?? false
        }
        return hasProperties && passesAlarms(of: tests) { $0.goesOff(in: $1, for: instance, in: times.set.resolver) }
    }

    /// Tells whether a component without DTSTART and DUE passes: a VTODO may overlap, and any may have absolute alarms.
    func passesWithoutInstance(_ tests: InstanceTests, _ times: ObjectTimes) -> Bool {
        guard !component.hasInstances, tests.properties.isEmpty else { return false }
        if let range = tests.timeRange, !times.overlaps(withoutInstance: component, range) { return false }
        return passesAlarms(of: tests) { $0.goesOffWithoutInstance(in: $1, in: times.set.resolver) }
    }

    /// Returns a range in which the instances are whose alarms, of those for one test, can go off in a range.
    func reach(ofTest index: Int, into range: Range<UTCTime>, _ times: ObjectTimes) -> Range<UTCTime> {
        alarms[index].reduce(range) { $0.joined(with: reach(of: $1, into: range, times)) }.clamped(to: .always)
    }

    private func reach(of alarm: AlarmTriggers, into range: Range<UTCTime>, _ times: ObjectTimes) -> Range<UTCTime> {
        // An absolute trigger belongs to every instance, wherever it is.
        if alarm.goesOffWithoutInstance(in: range, in: times.set.resolver) { return .always }
        guard let reach = alarm.reach else { return range }
        return range.lowerBound.adding(seconds: -reach.upperBound)..<range.upperBound.adding(seconds: -reach.lowerBound)
    }

    /// Tells whether there is an alarm for each test of alarms.
    private func passesAlarms(of tests: InstanceTests, _ goesOff: (AlarmTriggers, Range<UTCTime>) -> Bool) -> Bool {
        zip(tests.alarms, alarms).allSatisfy { test, alarms in
            alarms.contains { goesOff($0, test.range.instants) }
        }
    }
}
