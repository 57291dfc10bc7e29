import ICalendar

extension RecurrenceRule {
    /// Reads the value of a property such as RRULE.
    ///
    /// - Parameter property: The property.
    /// - Throws: ``RecurrenceError/invalidRule(_:line:)`` with the line of the property.
    init(_ property: Property) throws(RecurrenceError) {
        do {
            try self.init(parsing: property.value)
        } catch {
            guard case .invalidRule(let fault, _) = error else { throw error }
            throw .invalidRule(fault, line: property.line)
        }
    }

    /// Reads a RECUR value (RFC 5545 §3.3.10).
    ///
    /// Names are read without regard to case, an empty part and parts of the form `X-…` are passed over, numbers have
    /// nine digits at most.
    ///
    /// - Parameter value: The value, such as `FREQ=MONTHLY;BYDAY=-1SU`.
    /// - Throws: ``RecurrenceError/invalidRule(_:line:)`` without a line.
    package init(parsing value: String) throws(RecurrenceError) {
        do {
            let parts = try RecurrenceRuleParts(value)
            self = try parts.rule()
            try check()
        } catch {
            throw .invalidRule(error, line: nil)
        }
    }

    /// Holds the rule against the rules of RFC 5545 §3.3.10 on parts that stand together.
    private func check() throws(Fault) {
        try checkOrdinals()
        // "The BYMONTHDAY rule part MUST NOT be specified when the FREQ rule part is set to WEEKLY."
        try refuse(.monthDays, monthDays, when: frequency == .weekly)
        // "The BYYEARDAY rule part MUST NOT be specified when the FREQ rule part is set to DAILY, WEEKLY, or MONTHLY."
        try refuse(.yearDays, yearDays, when: [.daily, .weekly, .monthly].contains(frequency))
        // BYWEEKNO "MUST NOT be used when the FREQ rule part is set to anything other than YEARLY."
        try refuse(.weekNumbers, weekNumbers, when: frequency != .yearly)
        // BYSETPOS "MUST only be used in conjunction with another BYxxx rule part."
        guard setPositions.isEmpty || hasOtherLists else { throw .positionsOfNothing }
    }

    // "The BYDAY rule part MUST NOT be specified with a numeric value when the FREQ rule part is not set to MONTHLY or
    // YEARLY. Furthermore, the BYDAY rule part MUST NOT be specified with a numeric value with the FREQ rule part set to
    // YEARLY when the BYWEEKNO rule part is specified."
    private func checkOrdinals() throws(Fault) {
        guard weekdays.contains(where: { $0.ordinal != nil }) else { return }
        let isAllowed = frequency == .monthly || (frequency == .yearly && weekNumbers.isEmpty)
        guard isAllowed else { throw .ordinalNotAllowed(frequency) }
    }

    private func refuse(_ part: Part, _ values: [Int], when isRefused: Bool) throws(Fault) {
        guard values.isEmpty || !isRefused else { throw .partNotAllowed(part, frequency) }
    }

    private var hasOtherLists: Bool {
        let numbers = [seconds, minutes, hours, monthDays, yearDays, weekNumbers, months]
        return !weekdays.isEmpty || numbers.contains { !$0.isEmpty }
    }
}
