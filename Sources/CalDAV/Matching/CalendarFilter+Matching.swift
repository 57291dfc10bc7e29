package import ICalendar
package import Recurrence

extension CalendarFilter {
    /// Tells whether a calendar object resource is found.
    ///
    /// - Parameters:
    ///   - resource: The resource.
    ///   - floating: The zone of dates and floating times (RFC 4791 §7.3).
    ///   - budget: What one question to its recurrence set may cost.
    /// - Returns: Whether the resource passes every test.
    /// - Throws: `RecurrenceError` where a test of time meets a value or a rule that is malformed or not supported, or
    ///   the budget is exceeded.
    package func matches(
        _ resource: CalendarObjectResource,
        floating: FloatingZone = .utc,
        budget: RecurrenceBudget = .standard
    ) throws(RecurrenceError) -> Bool {
        guard let tests = root.tests else { return false }
        var matcher = FilterMatcher(resource, floating: floating, budget: budget)
        return try matcher.matches(tests)
    }
}
