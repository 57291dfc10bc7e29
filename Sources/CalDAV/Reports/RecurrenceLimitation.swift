import ICalendar
import Recurrence

/// A calendar object resource without the overrides that a range does not need (`CALDAV:limit-recurrence-set`,
/// RFC 4791 §9.6.6).
struct RecurrenceLimitation {
    private let resource: CalendarObjectResource
    private let times: ObjectTimes
    private let original: ObjectTimes?

    /// Reads the times of a resource, and those that it would have without overrides.
    ///
    /// - Throws: `RecurrenceError` where a value or a rule is malformed or not supported.
    init(of resource: CalendarObjectResource, floating: FloatingZone, budget: RecurrenceBudget) throws(RecurrenceError)
    {
        self.resource = resource
        times = try ObjectTimes(of: resource, floating: floating, budget: budget)
        var object = resource.object
        object.calendar.contents.removeAll { $0.component?.first("RECURRENCE-ID") != nil }
        let master = try? CalendarObjectResource(validating: object)
        original = try master.map { (master) throws(RecurrenceError) in
            try ObjectTimes(of: master, floating: floating, budget: budget)
        }
    }

    /// Returns VCALENDAR with the master and the overrides that have an effect in a range.
    ///
    /// "An overridden component impacts a time range if its current start and end times overlap the time range, or if the
    /// original start and end times -- the ones that would have been used if the instance were not overridden -- overlap
    /// the time range."
    ///
    /// - Throws: `RecurrenceError` where the budget is exceeded.
    func calendar(in range: TimeRange) throws(RecurrenceError) -> Component {
        guard !resource.overrides.isEmpty else { return resource.object.calendar }
        let components = resource.instances
        let current = Set(
            Set(try times.instances(overlapping: range).map(\.source.place)).map { components[$0].instanceKey }
        )
        let originals = Set(try original?.instances(overlapping: range).map(\.utcStart) ?? [])
        let last = originals.max()
        var calendar = resource.object.calendar
        calendar.contents.removeAll { content in
            guard let component = content.component, let identifier = component.first("RECURRENCE-ID") else {
                return false
            }
            return !current.contains(component.instanceKey) && !overrides(identifier, anyOf: originals, upTo: last)
        }
        return calendar
    }

    /// Tells whether a RECURRENCE-ID names one of the instances that there would be without overrides.
    ///
    /// "Overridden components that have a RANGE parameter on their RECURRENCE-ID property may specify one or more instances
    /// …, and some of those instances … may have originally fallen within the specified time range prior to being
    /// overridden. If that is the case, the overridden component MUST be included".
    private func overrides(_ identifier: Property, anyOf originals: Set<UTCTime>, upTo last: UTCTime?) -> Bool {
        guard let time = times.instant(of: identifier) else { return true }
        let hasFuture = identifier.parameter("RANGE")?.equalsIgnoringCase("THISANDFUTURE") ?? false
        return hasFuture ? last.map { $0 >= time } ?? false : originals.contains(time)
    }
}
