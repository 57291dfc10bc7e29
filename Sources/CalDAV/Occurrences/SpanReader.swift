import ICalendar
import Recurrence

/// Reads from a calendar object resource the times in which RFC 4791 §9.9 may match it.
struct SpanReader {
    /// More than the greatest UTC offset: what a floating time may differ from the same time in UTC.
    private static let floatingMargin = 86_400

    private let resource: CalendarObjectResource
    private let times: ObjectTimes
    private let budget: RecurrenceBudget
    /// The alarms of each component of the resource; none that is malformed.
    private let alarms: [[AlarmTriggers]]

    /// Makes a reader.
    ///
    /// - Parameters:
    ///   - resource: The resource.
    ///   - set: Its instances, floating times in UTC.
    ///   - budget: What the question to the set may cost.
    init(_ resource: CalendarObjectResource, _ set: RecurrenceSet, budget: RecurrenceBudget) {
        self.resource = resource
        self.budget = budget
        alarms = resource.instances.map { component in component.alarms.compactMap { try? AlarmTriggers(of: $0) } }
        times = ObjectTimes(set, of: resource.componentType, budget: budget)
    }

    /// Whether the instances have no end.
    var isUnbounded: Bool { times.set.isUnbounded }

    /// Returns the spans that begin before a time, and perhaps some that begin later, in any order.
    ///
    /// - Throws: `RecurrenceError` where the budget is exceeded.
    func spans(until time: UTCTime) throws(RecurrenceError) -> [Range<Int64>] {
        switch resource.componentType {
        case .event, .todo, .journal:
            let instances = try times.instances(meeting: .distantPast..<limit(of: time))
            let timeless = zip(resource.instances, alarms).filter { !$0.0.hasInstances }
            return try spans(of: instances) + timeless.flatMap { timelessSpans(of: $0, $1) }
        case .freeBusy: return resource.instances.flatMap(freeBusySpans)
        case .other: return []
        }
    }

    /// Returns the time up to which instances are needed for the spans that begin before a time: alarms go off before.
    private func limit(of time: UTCTime) -> UTCTime {
        let lead = alarms.joined().compactMap(\.reach).map { -$0.lowerBound }.reduce(0, max)
        return min(time.adding(seconds: lead + Self.floatingMargin), .distantFuture)
    }

    /// Returns the spans of instances and of their alarms, each of which costs a step of work for each instance.
    private func spans(of instances: [Instance]) throws(RecurrenceError) -> [Range<Int64>] {
        var spans: [Range<Int64>] = []
        var meter = WorkMeter(budget)
        for instance in instances {
            let alarms = alarms[instance.source.place]
            try meter.spend(alarms.count)
            append(instance, alarms, to: &spans)
        }
        return spans
    }

    private func append(_ instance: Instance, _ alarms: [AlarmTriggers], to spans: inout [Range<Int64>]) {
        let margin = isFloating(instance.start) || (instance.end.map(isFloating) ?? false) ? Self.floatingMargin : 0
        if let whole = span(of: [instance.utcStart, instance.utcEnd], margin: margin) { spans.append(whole) }
        for alarm in alarms {
            let bounds = alarm.bounds(for: instance, in: times.set.resolver)
            if let span = span(of: [bounds.lowerBound, bounds.upperBound], margin: margin) { spans.append(span) }
        }
    }

    /// Returns the spans of a component without DTSTART and DUE: of a VTODO as the rows of RFC 4791 §9.9 say, of others
    /// those of their alarms.
    private func timelessSpans(of component: Component, _ alarms: [AlarmTriggers]) -> [Range<Int64>] {
        let alarms = alarms.compactMap(absoluteSpan)
        guard resource.componentType == .todo else { return alarms }
        let completed = times.instant(of: component, "COMPLETED")
        let created = times.instant(of: component, "CREATED")
        guard completed == nil, let created else {
            return [span(of: [completed, created].compactMap(\.self), margin: Self.floatingMargin) ?? .min..<(.max)]
        }
        return [Int64(created.secondsSinceEpoch - Self.floatingMargin)..<(.max)]
    }

    private func absoluteSpan(of alarm: AlarmTriggers) -> Range<Int64>? {
        alarm.absoluteBounds(in: times.set.resolver).flatMap { span(of: [$0.lowerBound, $0.upperBound], margin: 0) }
    }

    private func freeBusySpans(of component: Component) -> [Range<Int64>] {
        let bounds = ["DTSTART", "DTEND"].compactMap { times.instant(of: component, $0) }
        let periods = component.freeBusyPeriods.map { [$0.range.lowerBound, $0.range.upperBound] }
        let whole = span(of: bounds, margin: Self.floatingMargin)
        return [whole].compactMap(\.self) + periods.compactMap { span(of: $0, margin: 0) }
    }

    /// Returns the span from the first to the last of some times, with a second more at both ends, since some rows of
    /// RFC 4791 §9.9 compare by `<=` and `>=`; nil for no times.
    private func span(of instants: [UTCTime], margin: Int) -> Range<Int64>? {
        guard let first = instants.min(), let last = instants.max() else { return nil }
        return Int64(first.secondsSinceEpoch - margin - 1)..<Int64(last.secondsSinceEpoch + margin + 1)
    }

    private func isFloating(_ time: CalendarTime) -> Bool {
        switch time {
        case .date, .floating: true
        case .utc: false
        // A zone that is not known is read as the floating one.
        case .zoned(_, let zone): !times.set.resolver.isKnown(zone)
        }
    }
}
