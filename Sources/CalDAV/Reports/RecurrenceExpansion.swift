import ICalendar
import Recurrence

/// A calendar object resource with a component for each instance (`CALDAV:expand`, RFC 4791 §9.6.5).
struct RecurrenceExpansion {
    private let resource: CalendarObjectResource
    private let times: ObjectTimes

    /// Reads the times of a resource.
    ///
    /// - Throws: `RecurrenceError` where a value or a rule is malformed or not supported.
    init(of resource: CalendarObjectResource, floating: FloatingZone, budget: RecurrenceBudget) throws(RecurrenceError)
    {
        self.resource = resource
        times = try ObjectTimes(of: resource, floating: floating, budget: budget)
    }

    /// Returns VCALENDAR with the instances that overlap a range, and without VTIMEZONE.
    ///
    /// "the server MUST expand the recurrence set into calendar components that define exactly one recurrence instance,
    /// and MUST return only those whose scheduled time intersect a specified time range."
    ///
    /// - Throws: `RecurrenceError` where the budget is exceeded.
    func calendar(in range: TimeRange) throws(RecurrenceError) -> Component {
        var calendar = resource.object.calendar
        calendar.contents.removeAll { $0.component != nil }
        for component in try components(in: range) { calendar.append(component) }
        return calendar
    }

    private func components(in range: TimeRange) throws(RecurrenceError) -> [Component] {
        switch resource.componentType {
        case .event, .todo, .journal:
            let timeless = resource.instances.filter {
                !$0.hasInstances && times.overlaps(withoutInstance: $0, range)
            }
            return try timeless + expanded(times.instances(overlapping: range))
        case .freeBusy: return resource.instances.filter { times.overlaps(freeBusy: $0, range) }
        // A component of another specification has no recurrence set here.
        case .other: return resource.instances
        }
    }

    private func expanded(_ instances: [Instance]) throws(RecurrenceError) -> [Component] {
        var meter = ExpansionMeter()
        var components: [Component] = []
        for instance in instances {
            let component = times.set.expanded(instance)
            try meter.count(component)
            components.append(component)
        }
        return components
    }
}
