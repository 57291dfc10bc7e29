extension RecurrenceSet {
    /// Walks the instances one after the other, in the order of their recurrence IDs.
    ///
    /// Overrides are there whatever their time; of the others, those that do not meet the range may be left out.
    ///
    /// - Parameters:
    ///   - start: The start of the range.
    ///   - end: The end of the range, exclusive.
    ///   - budget: The bound on work and instances.
    /// - Returns: The iterator.
    package func makeIterator(
        from start: UTCTime = .distantPast,
        before end: UTCTime = .distantFuture,
        budget: RecurrenceBudget = .standard
    ) -> InstanceIterator {
        InstanceIterator(self, in: start..<max(start, end), budget: budget)
    }

    /// Finds the instances that meet a range (see ``Instance/overlaps(_:)``).
    ///
    /// The work grows with the instances that are near the range, not with those before it, unless a rule has COUNT.
    ///
    /// - Parameters:
    ///   - range: The range.
    ///   - budget: The bound on work and instances.
    /// - Returns: The instances, ordered by their starts.
    /// - Throws: The budget is exceeded; with an unbounded set, by every range that goes on forever.
    package func instances(
        overlapping range: Range<UTCTime>,
        budget: RecurrenceBudget = .standard
    ) throws(RecurrenceError) -> [Instance] {
        var found = overrides.map(\.instance).filter { $0.overlaps(range) }
        var iterator = makeIterator(from: range.lowerBound, before: range.upperBound, budget: budget)
        try iterator.countInstances(found.count)
        while let instance = try iterator.nextByRule() {
            guard instance.overlaps(range) else { continue }
            try iterator.countInstances(1)
            found.append(instance)
        }
        return found.sorted { $0.utcStart < $1.utcStart }
    }

    /// Tells whether a time names an instance of the set.
    ///
    /// - Parameters:
    ///   - recurrenceID: The time, in any form that names the same instant; a DATE names the instance of its day.
    ///   - budget: The bound on work.
    /// - Returns: Whether the rules, RDATE, DTSTART or an override have it, and EXDATE does not exclude it.
    /// - Throws: The budget is exceeded.
    package func contains(
        _ recurrenceID: CalendarTime,
        budget: RecurrenceBudget = .standard
    ) throws(RecurrenceError) -> Bool {
        let named = member(namedBy: recurrenceID)
        guard !overridden.contains(named.utc) else { return true }
        var meter = WorkMeter(budget)
        return try member(at: named, &meter) != nil
    }

    /// Finds the instance that a time names, where no override replaces it.
    ///
    /// The work grows with the instances that start near the time, however long each of them lasts.
    ///
    /// - Parameters:
    ///   - recurrenceID: The time, in any form that names the same instant; a DATE names the instance of its day.
    ///   - meter: What pays for the work.
    /// - Returns: The instance; nil where the set has none by that name, or an override.
    /// - Throws: The budget is exceeded.
    package func instance(
        named recurrenceID: CalendarTime,
        _ meter: inout WorkMeter
    ) throws(RecurrenceError) -> Instance? {
        let named = member(namedBy: recurrenceID)
        guard !overridden.contains(named.utc) else { return nil }
        return try member(at: named, &meter).flatMap { instance(of: $0) }
    }

    /// Places a time in the series.
    private func member(namedBy recurrenceID: CalendarTime) -> SeriesMember {
        SeriesMember(
            recurrenceID,
            anchor: series?.start.civil ?? .earliest,
            clock: series?.clock ?? .utc,
            resolver: resolver
        )
    }

    /// Finds the member of the series at the instant of another one.
    private func member(
        at named: SeriesMember,
        _ meter: inout WorkMeter
    ) throws(RecurrenceError) -> SeriesMember? {
        guard let series else { return nil }
        let nearby = named.civil.adding(seconds: -slack)...named.civil.adding(seconds: slack)
        var members = SeriesIterator(series, in: nearby)
        while let member = try members.next(&meter) {
            if member.utc == named.utc { return member }
        }
        return nil
    }

    /// Makes the instance at a place in the series that no override replaces.
    ///
    /// - Parameter member: The place.
    /// - Returns: The instance, or nil in a set without a master.
    func instance(of member: SeriesMember) -> Instance? {
        if let future = future(before: member) { return future.instance(following: member) }
        guard let series else { return nil }
        let end =
            member.end.map { (time: CalendarTime?.some($0.time), utc: $0.utc) }
            ?? series.length.end(
                of: member.time,
                utcStart: member.utc,
                clock: resolver.clock(of: member.time, beside: series.clock)
            )
        return Instance(
            recurrenceID: member.time,
            source: series.source,
            isOverride: false,
            start: member.time,
            end: end.time,
            utcStart: member.utc,
            utcEnd: end.utc
        )
    }

    /// Finds the THISANDFUTURE override that a place in the series follows on.
    private func future(before member: SeriesMember) -> RecurrenceOverride? {
        futures[..<futures.partitioningIndex { $0.member.civil > member.civil }].last
    }

    /// The seconds by which the order on the clock of the series may differ from that of the instants: a time that the
    /// clock jumps over is later than it says; and a THISANDFUTURE override may be on another clock.
    private var slack: Int {
        let change = series?.clock.transitions.largestChange ?? 0
        return futures.isEmpty ? change : change + 2 * CivilDateTime.secondsPerDay
    }

    /// Finds where in a series instances may be that meet a range.
    ///
    /// - Parameters:
    ///   - range: The range.
    ///   - series: The series of the set.
    /// - Returns: The times on the clock of the series.
    func civil(_ range: Range<UTCTime>, in series: RecurrenceSeries) -> ClosedRange<CivilDateTime> {
        let shifts = futures.map(\.seconds)
        let longest = futures.map(\.longest).reduce(series.longest, max)
        let (earlier, later) = (shifts.reduce(0, min), shifts.reduce(0, max))
        let first = series.clock.civil(range.lowerBound).adding(seconds: -longest - later - slack)
        let last = series.clock.civil(range.upperBound).adding(seconds: slack - earlier)
        return first...last
    }
}
