/// A part of a budget, given back when nobody holds it any more.
package final class BudgetShare: Sendable {
    private let giveBack: @Sendable () -> Void

    /// Creates a part that was taken already.
    ///
    /// - Parameter giveBack: Called once, at the end.
    init(_ giveBack: @escaping @Sendable () -> Void) {
        self.giveBack = giveBack
    }

    deinit {
        giveBack()
    }
}
