/// The members of a series, overrides apart, in the order of its clock.
///
/// RFC 5545 §3.3.10: "If the computed local start time of a recurrence instance does not exist, or occurs more than
/// once, for the specified time zone, the time of the recurrence instance is interpreted in the same manner as an
/// explicit DATE-TIME value describing that date and time, as specified in Section 3.3.5." A time that the clock jumps
/// over is therefore moved behind the jump; where it meets a member that is there already, the two are one.
struct SeriesIterator: Sendable {
    private let series: RecurrenceSeries
    private var rules: [RuleStream]
    private var exclusionRules: [RuleStream]
    private var additions: ArraySlice<SeriesMember>
    private var ready: [SeriesMember] = []
    private var moved: Set<UTCTime> = []

    /// Starts at a time on the clock of the series.
    ///
    /// - Parameters:
    ///   - series: The series.
    ///   - range: The times of interest; a rule is not searched for others.
    init(_ series: RecurrenceSeries, in range: ClosedRange<CivilDateTime>) {
        self.series = series
        rules = series.rules.map { RuleStream($0, in: range, clock: series.clock, includesAnchor: true) }
        exclusionRules = series.exclusionRules.map {
            RuleStream($0, in: range, clock: series.clock, includesAnchor: false)
        }
        let first = series.additions.partitioningIndex { $0.civil >= range.lowerBound }
        let end = series.additions.partitioningIndex { $0.civil > range.upperBound }
        additions = series.additions[first..<end]
    }

    /// Finds the next member.
    ///
    /// - Parameter meter: What pays for the steps.
    /// - Returns: The member, or nil at the end.
    /// - Throws: The budget is exceeded.
    mutating func next(_ meter: inout WorkMeter) throws(RecurrenceError) -> SeriesMember? {
        while true {
            while let member = ready.popLast() {
                if try isMember(member, &meter) { return member }
            }
            guard try gather(&meter) else { return nil }
        }
    }

    /// Takes what all sources have at the next time on the clock.
    private mutating func gather(_ meter: inout WorkMeter) throws(RecurrenceError) -> Bool {
        try meter.spend(max(1, rules.count + exclusionRules.count))
        var next = additions.first?.civil
        for index in rules.indices {
            guard let head = try rules[index].head(&meter) else { continue }
            next = min(next ?? head, head)
        }
        guard let next else { return false }
        while additions.first?.civil == next { ready.insert(additions.removeFirst(), at: 0) }
        var isNamedByRule = false
        for index in rules.indices where try rules[index].take(next, &meter) { isNamedByRule = true }
        if isNamedByRule { add(SeriesMember(next, of: series.clock)) }
        return true
    }

    private mutating func add(_ member: SeriesMember) {
        guard !ready.contains(where: { $0.utc == member.utc }) else { return }
        ready.append(member)
    }

    private mutating func isMember(
        _ member: SeriesMember,
        _ meter: inout WorkMeter
    ) throws(RecurrenceError) -> Bool {
        if member.isInGap(of: series.clock) {
            guard moved.insert(member.utc).inserted else { return false }
        } else if moved.remove(member.utc) != nil {
            return false
        }
        for index in exclusionRules.indices where try exclusionRules[index].take(member.civil, &meter) { return false }
        return !series.isExcluded(member)
    }
}

/// The times of one rule with the next one at hand.
private struct RuleStream: Sendable {
    private var iterator: RuleIterator
    private let until: UTCTime?
    private let clock: WallClock
    private var next: CivilDateTime?
    private var isRead = false

    init(_ rule: SeriesRule, in range: ClosedRange<CivilDateTime>, clock: WallClock, includesAnchor: Bool) {
        let pattern = rule.pattern.ending(by: range.upperBound)
        iterator = RuleIterator(pattern, from: range.lowerBound, includesAnchor: includesAnchor)
        until = rule.until
        self.clock = clock
    }

    /// Returns the next time without taking it.
    mutating func head(_ meter: inout WorkMeter) throws(RecurrenceError) -> CivilDateTime? {
        while !isRead {
            next = try iterator.next(&meter)
            isRead = next.map(isAllowed) ?? true
        }
        return next
    }

    /// Takes the times up to one, and tells whether that was among them.
    mutating func take(_ time: CivilDateTime, _ meter: inout WorkMeter) throws(RecurrenceError) -> Bool {
        while let head = try head(&meter), head <= time {
            isRead = false
            if head == time { return true }
        }
        return false
    }

    /// RFC 5545 §3.3.10: UNTIL "bounds the recurrence rule in an inclusive manner".
    private func isAllowed(_ time: CivilDateTime) -> Bool {
        until.map { clock.utc(time) <= $0 } ?? true
    }
}
