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

    /// Tells whether one of the instants for one instance is in a range, without listing them.
    ///
    /// - Parameters:
    ///   - range: The range.
    ///   - instance: The instance of the component that the alarm is in.
    ///   - resolver: The time zones of the object.
    /// - Returns: Whether one of ``times(for:in:)`` is in the range.
    package func goesOff(in range: Range<UTCTime>, for instance: Instance, in resolver: TimeZoneResolver) -> Bool {
        isRepeated(into: range, from: first(for: instance, in: resolver))
    }

    /// Tells whether one of the instants of an absolute trigger is in a range; a relative one has none without an
    /// instance.
    ///
    /// - Parameters:
    ///   - range: The range.
    ///   - resolver: The time zones of the object.
    /// - Returns: Whether one is in the range.
    package func goesOffWithoutInstance(in range: Range<UTCTime>, in resolver: TimeZoneResolver) -> Bool {
        guard case .absolute(let time) = trigger else { return false }
        return isRepeated(into: range, from: resolver.utc(time))
    }

    /// Tells whether the first instant or one of its repetitions is in a range.
    private func isRepeated(into range: Range<UTCTime>, from first: UTCTime) -> Bool {
        guard !range.contains(first), interval.nominalSeconds != 0 else { return range.contains(first) }
        let goesBack = interval.nominalSeconds < 0
        let step = abs(interval.nominalSeconds)
        // The seconds from the first instant on, in the direction of the repetitions, at which the range begins and ends.
        let (lower, upper) = (range.lowerBound.seconds(after: first), range.upperBound.seconds(after: first))
        let (begin, end) = goesBack ? (1 - upper, 1 - lower) : (lower, upper)
        let repetition = (begin + step - 1) / step
        return begin > 0 && repetition <= repetitions && repetition * step < end
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

extension UTCTime {
    /// The seconds from another instant to this one, negative when this one is earlier.
    fileprivate func seconds(after other: UTCTime) -> Int { secondsSinceEpoch - other.secondsSinceEpoch }
}
