/// How much there is of something that many share, and how long who finds none waits for it.
package struct BudgetLimits: Hashable, Sendable {
    /// What all owners have together.
    package var total: Int

    /// What one owner has of it at most.
    package var share: Int

    /// The most claims of one owner that wait; a further one is refused at once.
    package var line = 256

    /// How long a claim waits before it is refused.
    package var patience = Duration.seconds(10)

    /// Creates limits.
    ///
    /// - Parameters:
    ///   - total: What all owners have together; at least 1.
    ///   - share: What one owner has of it at most; at least 1.
    package init(total: Int = .max, share: Int) {
        precondition(total >= 1 && share >= 1, "A budget has room for something.")
        self.total = total
        self.share = share
    }

    /// The most that a single claim can be given.
    var largestClaim: Int { min(total, share) }
}
