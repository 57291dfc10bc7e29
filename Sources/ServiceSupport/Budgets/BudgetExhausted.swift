/// A claim that found no room in a budget, neither at once nor while it waited.
package struct BudgetExhausted: Error, Hashable, Sendable {
    /// The seconds after which it is worth while to try again.
    package let retryAfter: Int

    /// Creates the error of a budget in which claims wait for so long.
    init(patience: Duration) {
        retryAfter = max(1, Int(patience.components.seconds))
    }
}
