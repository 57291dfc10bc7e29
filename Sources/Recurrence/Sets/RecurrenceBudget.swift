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
