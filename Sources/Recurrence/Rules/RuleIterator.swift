/// The times of one rule on the wall clock of its series, ascending.
///
/// DTSTART comes first whether or not the rule admits it (RFC 5545 §3.8.5.3: "The "DTSTART" property defines the first
/// instance in the recurrence set"), and COUNT counts it ("The "DTSTART" property value always counts as the first
/// occurrence", §3.3.10).
struct RuleIterator: Sendable {
    private let pattern: RecurrencePattern
    private let timeline: RecurrenceTimeline
    /// The times before this one are passed over.
    private let start: CivilDateTime
    private var remaining: Int?
    private var includesAnchor: Bool
    private var period: RecurrencePeriod?
    private var position = 0
    private var unit: Int

    /// Starts at a time; without COUNT nothing before it costs anything.
    ///
    /// - Parameters:
    ///   - pattern: The rule.
    ///   - start: The first time of interest.
    ///   - includesAnchor: Whether DTSTART comes first although the rule may not admit it.
    init(_ pattern: RecurrencePattern, from start: CivilDateTime, includesAnchor: Bool = true) {
        self.pattern = pattern
        self.start = max(start, pattern.anchor)
        self.remaining = pattern.count
        self.includesAnchor = includesAnchor
        timeline = RecurrenceTimeline(pattern)
        unit = timeline.unit(containing: pattern.count == nil ? self.start : pattern.anchor)
    }

    /// Finds the next time.
    ///
    /// - Parameter meter: What pays for the steps.
    /// - Returns: The time, or nil at the end.
    /// - Throws: The budget is exceeded.
    mutating func next(_ meter: inout WorkMeter) throws(RecurrenceError) -> CivilDateTime? {
        while remaining != 0, let time = try advance(&meter), time <= pattern.last {
            remaining = remaining.map { $0 - 1 }
            if time >= start { return time }
        }
        remaining = 0
        return nil
    }

    /// Returns the next time that COUNT counts.
    private mutating func advance(_ meter: inout WorkMeter) throws(RecurrenceError) -> CivilDateTime? {
        try meter.spend(1)
        let isFirst = includesAnchor
        includesAnchor = false
        if isFirst, remaining != nil || start == pattern.anchor {
            try skipAnchor(&meter)
            return pattern.anchor
        }
        return try element(&meter)
    }

    /// Passes over DTSTART where the rule admits it too.
    private mutating func skipAnchor(_ meter: inout WorkMeter) throws(RecurrenceError) {
        guard try load(&meter), let period, period[position] == pattern.anchor else { return }
        position += 1
    }

    private mutating func element(_ meter: inout WorkMeter) throws(RecurrenceError) -> CivilDateTime? {
        guard try load(&meter), let period else { return nil }
        defer { position += 1 }
        return period[position]
    }

    /// Reads on until there is a time at the position.
    private mutating func load(_ meter: inout WorkMeter) throws(RecurrenceError) -> Bool {
        while position >= (period?.count ?? 0) {
            guard let candidate = try timeline.candidate(from: unit, spending: &meter) else { return false }
            let next = try timeline.period(candidate, spending: &meter)
            position = next.position(atOrAfter: remaining == nil ? start : pattern.anchor)
            period = next
            unit = timeline.unit(after: candidate)
        }
        return true
    }
}
