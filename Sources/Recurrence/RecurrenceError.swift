/// Says why times or rules of a component cannot be used.
package enum RecurrenceError: Error, Hashable, Sendable {
    /// The value of a property is not of its type.
    case invalidValue(property: String, line: Int?)
    /// A component has not the property that it needs.
    case missingProperty(String, line: Int?)
    /// A VTIMEZONE has neither STANDARD nor DAYLIGHT.
    case missingObservance(line: Int?)
    /// A recurrence rule breaks RFC 5545 §3.3.10, or asks for what is not supported.
    case invalidRule(RecurrenceRule.Fault, line: Int?)
    /// The rules cost more work than the budget has, in units of ``RecurrenceBudget/work``.
    case tooMuchWork(limit: Int)
    /// There are more instances than the budget allows.
    case tooManyInstances(limit: Int)
    /// The instances, each with all of its text, take more octets than the limit.
    case tooMuchText(limit: Int)

    /// Whether a budget was exceeded, while the data itself is valid.
    package var isBudgetExceeded: Bool {
        switch self {
        case .tooMuchWork, .tooManyInstances, .tooMuchText: true
        case .invalidValue, .missingProperty, .missingObservance, .invalidRule: false
        }
    }
}

extension RecurrenceError: CustomStringConvertible {
    /// A sentence that names the line and the fault.
    package var description: String {
        switch self {
        case .invalidValue(let property, let line):
            Self.place(line) + "the value of \(property.prefix(40)) is malformed."
        case .missingProperty(let property, let line): Self.place(line) + "the property \(property) is missing."
        case .missingObservance(let line): Self.place(line) + "the time zone has neither STANDARD nor DAYLIGHT."
        case .invalidRule(let fault, let line): Self.place(line) + "\(fault)."
        case .tooMuchWork(let limit): "The recurrence rules need more than \(limit) steps."
        case .tooManyInstances(let limit): "There are more than \(limit) instances."
        case .tooMuchText(let limit): "The instances take more than \(limit) octets."
        }
    }

    private static func place(_ line: Int?) -> String {
        line.map { "Line \($0): " } ?? "Recurrence: "
    }
}
