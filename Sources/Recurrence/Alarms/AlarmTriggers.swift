package import ICalendar

/// The instants at which a VALARM goes off (RFC 5545 §3.6.6, §3.8.6): its TRIGGER, and REPEAT times DURATION after it.
package struct AlarmTriggers: Hashable, Sendable {
    /// The most repetitions that are looked at; a larger REPEAT counts as this.
    package static let maximumRepetitions = 1_000

    /// What TRIGGER says.
    package enum Trigger: Hashable, Sendable {
        /// A time, whatever the instance.
        case absolute(CalendarTime)
        /// A duration from the start of the instance, or from its end.
        case relative(CalendarDuration, toEnd: Bool)
    }

    /// TRIGGER.
    package let trigger: Trigger
    /// REPEAT: how often the alarm goes off again.
    package let repetitions: Int
    /// DURATION: the time between repetitions.
    package let interval: CalendarDuration

    /// Reads a VALARM, or returns nil when it has no TRIGGER.
    ///
    /// - Parameter alarm: The VALARM component.
    /// - Throws: A value is malformed.
    package init?(of alarm: Component) throws(RecurrenceError) {
        guard let property = alarm.first("TRIGGER") else { return nil }
        trigger = try Self.trigger(property)
        // RFC 5545 §3.8.6.2: REPEAT; "If the alarm triggers more than once, then this property MUST be specified along
        // with the "DURATION" property."
        if let count = alarm.first("REPEAT"), let duration = alarm.first("DURATION") {
            guard let number = Int(digits: Array(count.value.utf8)) else {
                throw .invalidValue(property: count.name, line: count.line)
            }
            repetitions = min(number, Self.maximumRepetitions)
            interval = try CalendarDuration(duration)
        } else {
            repetitions = 0
            interval = CalendarDuration()
        }
    }

    /// Finds the instants for one instance.
    ///
    /// - Parameters:
    ///   - instance: The instance of the component that the alarm is in.
    ///   - resolver: The time zones of the object.
    /// - Returns: The instants, in the order in which REPEAT names them.
    package func times(for instance: Instance, in resolver: TimeZoneResolver) -> [UTCTime] {
        let first = first(for: instance, in: resolver)
        return (0...repetitions).map { first.adding(seconds: $0 * interval.nominalSeconds) }
    }

    /// Finds the first and the last instant for one instance, without those between them.
    ///
    /// - Parameters:
    ///   - instance: The instance of the component that the alarm is in.
    ///   - resolver: The time zones of the object.
    /// - Returns: The range that has all of ``times(for:in:)`` in it, and begins and ends with one of them.
    package func bounds(for instance: Instance, in resolver: TimeZoneResolver) -> ClosedRange<UTCTime> {
        bounds(from: first(for: instance, in: resolver))
    }

    /// Finds the first and the last instant of an absolute trigger; nil for a relative one.
    package func absoluteBounds(in resolver: TimeZoneResolver) -> ClosedRange<UTCTime>? {
        guard case .absolute(let time) = trigger else { return nil }
        return bounds(from: resolver.utc(time))
    }

    private func bounds(from first: UTCTime) -> ClosedRange<UTCTime> {
        let last = first.adding(seconds: repetitions * interval.nominalSeconds)
        return min(first, last)...max(first, last)
    }

    /// The seconds from the start or the end of an instance to its first and last trigger, with a day to spare for the
    /// changes of clocks; nil for an absolute trigger.
    package var reach: ClosedRange<Int>? {
        guard case .relative(let duration, _) = trigger else { return nil }
        let first = duration.nominalSeconds
        let last = first + repetitions * interval.nominalSeconds
        return min(first, last) - CivilDateTime.secondsPerDay...max(first, last) + CivilDateTime.secondsPerDay
    }

    private func first(for instance: Instance, in resolver: TimeZoneResolver) -> UTCTime {
        switch trigger {
        case .absolute(let time): return resolver.utc(time)
        case .relative(let duration, let toEnd):
            let anchor = toEnd ? instance.utcEnd : instance.utcStart
            let clock = resolver.clock(of: toEnd ? instance.end ?? instance.start : instance.start)
            return duration.added(to: clock.civil(anchor), clock: clock)
        }
    }

    private static func trigger(_ property: Property) throws(RecurrenceError) -> Trigger {
        // RFC 5545 §3.8.6.3: DURATION is the default, DATE-TIME "MUST be specified in the UTC time format".
        if let duration = CalendarDuration(parsing: property.value) {
            let isToEnd = property.parameter("RELATED")?.equalsIgnoringCase("END") ?? false
            return .relative(duration, toEnd: isToEnd)
        }
        return .absolute(try CalendarTime(property))
    }
}
