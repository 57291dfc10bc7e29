/// A hard bound on what one question to a recurrence set may cost.
package struct RecurrenceBudget: Hashable, Sendable {
    /// Enough for each hour of a dozen years, a tenth of a second of work at most.
    package static let standard = RecurrenceBudget(work: 500_000, instances: 100_000)

    /// The steps: units of a FREQ, days and times that are looked at.
    package let work: Int
    /// The instances that are returned.
    package let instances: Int

    /// Makes a budget.
    ///
    /// - Parameters:
    ///   - work: The steps that are allowed.
    ///   - instances: The instances that are allowed.
    package init(work: Int, instances: Int) {
        self.work = work
        self.instances = instances
    }
}

/// Counts what was spent of a budget.
struct WorkMeter: Sendable {
    /// The budget.
    let budget: RecurrenceBudget
    /// The steps so far.
    private(set) var work = 0
    private var instances = 0

    /// Starts with the whole budget.
    init(_ budget: RecurrenceBudget) {
        self.budget = budget
    }

    /// Pays for steps.
    ///
    /// - Parameter steps: The number of steps.
    /// - Throws: ``RecurrenceError/tooMuchWork(limit:)`` when they are more than is left.
    mutating func spend(_ steps: Int) throws(RecurrenceError) {
        work += steps
        guard work <= budget.work else { throw .tooMuchWork(limit: budget.work) }
    }

    /// Counts an instance that is returned.
    ///
    /// - Throws: ``RecurrenceError/tooManyInstances(limit:)`` when it is one too many.
    mutating func countInstance() throws(RecurrenceError) {
        instances += 1
        guard instances <= budget.instances else { throw .tooManyInstances(limit: budget.instances) }
    }
}
