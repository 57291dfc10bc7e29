/// The instances of a set one after the other, in the order of their recurrence IDs.
///
/// That is the order of their starts, but for overrides that were moved and for times that a clock jumps over.
package struct InstanceIterator: Sendable {
    private let set: RecurrenceSet
    private var members: SeriesIterator?
    private var overrides: ArraySlice<RecurrenceOverride>
    private var pending: SeriesMember?
    private var meter: WorkMeter

    /// Starts at the first instance that may meet a range; overrides are there whatever their time.
    ///
    /// - Parameters:
    ///   - set: The set.
    ///   - range: The range.
    ///   - budget: The bound on work and instances.
    init(_ set: RecurrenceSet, in range: Range<UTCTime>, budget: RecurrenceBudget) {
        self.set = set
        members = set.series.map { SeriesIterator($0, in: set.civil(range, in: $0)) }
        overrides = set.overrides[...]
        meter = WorkMeter(budget)
    }

    /// The steps that were paid for, in the units of ``RecurrenceBudget/work``.
    package var work: Int { meter.work }

    /// Returns the next instance, or nil at the end.
    ///
    /// - Throws: The budget is exceeded.
    package mutating func next() throws(RecurrenceError) -> Instance? {
        if pending == nil { pending = try member() }
        guard let override = overrides.first, override.member.civil <= pending?.civil ?? .latest else {
            guard let member = pending else { return nil }
            pending = nil
            try meter.countInstances()
            return set.instance(of: member)
        }
        overrides.removeFirst()
        try meter.countInstances()
        return override.instance
    }

    /// Finds the next instance that is no override.
    ///
    /// - Returns: The instance, or nil at the end.
    /// - Throws: The budget is exceeded.
    mutating func nextByRule() throws(RecurrenceError) -> Instance? {
        guard let member = try member() else { return nil }
        return set.instance(of: member)
    }

    /// Counts instances that are returned.
    ///
    /// - Parameter count: The number of instances.
    /// - Throws: There are more than the budget allows.
    mutating func countInstances(_ count: Int) throws(RecurrenceError) {
        try meter.countInstances(count)
    }

    /// Returns the next member that no override replaces.
    private mutating func member() throws(RecurrenceError) -> SeriesMember? {
        while let member = try members?.next(&meter) {
            if !set.overridden.contains(member.utc) { return member }
        }
        return nil
    }
}
