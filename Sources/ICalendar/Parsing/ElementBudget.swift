/// Counts components, properties, and parameter values down from their limit.
struct ElementBudget {
    private let limit: Int
    private var remaining: Int

    /// Makes a full budget.
    ///
    /// - Parameter limit: How many elements are accepted.
    init(limit: Int) {
        self.limit = limit
        remaining = limit
    }

    /// Pays for one element.
    ///
    /// - Parameter line: The number of the line where the element is.
    /// - Throws: `tooManyElements` when nothing is left.
    mutating func spend(at line: Int) throws(ICalendarError) {
        remaining -= 1
        guard remaining >= 0 else { throw ICalendarError(line: line, reason: .tooManyElements(limit: limit)) }
    }
}
