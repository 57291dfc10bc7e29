/// Counts what was spent of a budget.
package struct WorkMeter: Sendable {
    /// The budget.
    package let budget: RecurrenceBudget
    /// The steps so far.
    package private(set) var work = 0
    private var instances = 0

    /// Starts with the whole budget.
    package init(_ budget: RecurrenceBudget) {
        self.budget = budget
    }

    /// Pays for steps.
    ///
    /// - Parameter steps: The number of steps.
    /// - Throws: ``RecurrenceError/tooMuchWork(limit:)`` when they are more than is left.
    package mutating func spend(_ steps: Int) throws(RecurrenceError) {
        work += steps
        guard work <= budget.work else { throw .tooMuchWork(limit: budget.work) }
    }

    /// Counts instances that are returned.
    ///
    /// - Parameter count: The number of instances.
    /// - Throws: ``RecurrenceError/tooManyInstances(limit:)`` when they are more than is left.
    mutating func countInstances(_ count: Int = 1) throws(RecurrenceError) {
        instances += count
        guard instances <= budget.instances else { throw .tooManyInstances(limit: budget.instances) }
    }
}
