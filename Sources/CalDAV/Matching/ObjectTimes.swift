import ICalendar
import Recurrence

/// The instances of one calendar object resource, and what RFC 4791 §9.9 says of them.
struct ObjectTimes {
    /// The instances.
    let set: RecurrenceSet

    /// What one question may cost.
    let budget: RecurrenceBudget

    private let type: ComponentType

    /// Reads the times of a resource.
    ///
    /// - Parameters:
    ///   - resource: The resource.
    ///   - floating: The zone of dates and floating times.
    ///   - budget: What one question may cost.
    /// - Throws: `RecurrenceError` where a value or a rule is malformed or not supported.
    init(of resource: CalendarObjectResource, floating: FloatingZone, budget: RecurrenceBudget) throws(RecurrenceError)
    {
        let set = try RecurrenceSet(of: resource, floating: floating)
        self.init(set, of: resource.componentType, budget: budget)
    }

    /// Takes the times of a resource that have been read.
    ///
    /// - Parameters:
    ///   - set: The instances.
    ///   - type: The type of the components.
    ///   - budget: What one question may cost.
    init(_ set: RecurrenceSet, of type: ComponentType, budget: RecurrenceBudget) {
        self.set = set
        self.type = type
        self.budget = budget
    }

    /// Tells whether an instance overlaps a range.
    func overlaps(_ instance: Instance, _ range: TimeRange) -> Bool {
        switch type {
        case .todo: range.overlaps(todo: instance)
        case .journal: instance.source.stated.contains(.start) && range.overlaps(journal: instance)
        default: range.overlaps(event: instance)
        }
    }

    /// Tells whether a component that has no instance, for want of DTSTART and DUE, overlaps a range.
    func overlaps(withoutInstance component: Component, _ range: TimeRange) -> Bool {
        guard type == .todo else { return false }
        return range.overlapsTodo(
            completed: instant(of: component, "COMPLETED"),
            created: instant(of: component, "CREATED")
        )
    }

    /// Tells whether a VFREEBUSY overlaps a range.
    func overlaps(freeBusy component: Component, _ range: TimeRange) -> Bool {
        var bounds: (start: UTCTime, end: UTCTime)?
        if let start = instant(of: component, "DTSTART"), let end = instant(of: component, "DTEND") {
            bounds = (start, end)
        }
        return range.overlapsFreeBusy(bounds: bounds, periods: component.freeBusyPeriods.map(\.range))
    }

    /// Returns the instant of a property; nil where it is absent or malformed.
    func instant(of component: Component, _ name: String) -> UTCTime? {
        component.first(name).flatMap(instant)
    }

    /// Returns the instant of a property; nil where it is malformed.
    func instant(of property: Property) -> UTCTime? {
        (try? CalendarTime(property)).map(set.resolver.utc)
    }

    /// Returns the instances that overlap a range, ordered by their starts.
    ///
    /// - Throws: `RecurrenceError` where the budget is exceeded.
    func instances(overlapping range: TimeRange) throws(RecurrenceError) -> [Instance] {
        try set.instances(overlapping: Self.closed(range.instants), budget: budget).filter { overlaps($0, range) }
    }

    /// Returns the instances that have time in common with a range, ordered by their starts.
    ///
    /// - Throws: `RecurrenceError` where the budget is exceeded.
    func instances(meeting instants: Range<UTCTime>) throws(RecurrenceError) -> [Instance] {
        try set.instances(overlapping: instants, budget: budget)
    }

    /// Tells whether an instance that meets a range passes a test.
    ///
    /// - Parameters:
    ///   - instants: The range. The instances looked at are those that meet it or touch it, and may be some beside it.
    ///   - test: The test.
    /// - Returns: Whether one of them passes.
    /// - Throws: `RecurrenceError` where the budget is exceeded, and what the test throws.
    func hasInstance(
        in instants: Range<UTCTime>,
        where test: (Instance) throws(RecurrenceError) -> Bool
    ) throws(RecurrenceError) -> Bool {
        let range = Self.closed(instants)
        guard let listed = try listed(in: range) else { return try hasInstance(from: range.lowerBound, where: test) }
        for instance in listed where try test(instance) { return true }
        return false
    }

    /// Returns the instances that meet a range; nil where it has no end, or so many that one of the first passes, unless
    /// a test is of more than the time.
    private func listed(in range: Range<UTCTime>) throws(RecurrenceError) -> [Instance]? {
        guard range.upperBound < .distantFuture else { return nil }
        do {
            return try set.instances(overlapping: range, budget: budget)
        } catch {
            guard case .tooManyInstances = error else { throw error }
            return nil
        }
    }

    private func hasInstance(
        from start: UTCTime,
        where test: (Instance) throws(RecurrenceError) -> Bool
    ) throws(RecurrenceError) -> Bool {
        var iterator = set.makeIterator(from: start, budget: budget)
        while let instance = try iterator.next() {
            if try test(instance) { return true }
        }
        return false
    }

    /// Returns a range with a second more at both ends, for the rows of RFC 4791 §9.9 that compare by `<=` and `>=`.
    private static func closed(_ instants: Range<UTCTime>) -> Range<UTCTime> {
        let start = instants.lowerBound > .distantPast ? instants.lowerBound.adding(seconds: -1) : instants.lowerBound
        let end = instants.upperBound < .distantFuture ? instants.upperBound.adding(seconds: 1) : instants.upperBound
        return start..<end
    }
}
