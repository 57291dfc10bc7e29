/// A refusal of the calendar store.
///
/// The call that throws it may have written a part; let the error leave the transaction, so that it is rolled back.
package enum CalendarStoreError: Error, Hashable {
    /// A principal of that name exists.
    case principalExists(UserID)

    /// No principal has that name.
    case principalNotFound(UserID)

    /// Another principal has that calendar user address.
    case addressTaken(String)

    /// The home has a collection of that name.
    case calendarExists(name: String, home: HomeID)

    /// No calendar has that identifier.
    case calendarNotFound(CalendarID)

    /// The calendar has no object of that name.
    case objectNotFound(name: String, calendar: CalendarID)

    /// The calendar has another object with that UID, or the object of that name has another UID (RFC 4791 §5.3.2.1).
    case uidConflict(existing: CalendarObjectSummary)

    /// The condition of a write does not hold; `current` is what is there.
    case preconditionFailed(current: CalendarObjectSummary?)
}

extension CalendarStoreError {
    /// Whether the error says that what was asked for does not exist.
    package var isAbsence: Bool {
        switch self {
        case .principalNotFound, .calendarNotFound, .objectNotFound: true
        case .principalExists, .addressTaken, .calendarExists, .uidConflict, .preconditionFailed: false
        }
    }

    /// Whether the same call may succeed when it is made again; never so, for every case is a fact about the data.
    package var isWorthRetrying: Bool { false }
}

extension CalendarStoreError: CustomStringConvertible {
    /// A sentence for logs and for operators.
    package var description: String {
        switch self {
        case .principalExists(let uid): "A principal \(uid) exists already."
        case .principalNotFound(let uid): "There is no principal \(uid)."
        case .addressTaken(let address): "Another principal has the calendar user address \(address)."
        case .calendarExists(let name, _): "The calendar home has a collection \(name) already."
        case .calendarNotFound(let calendar): "There is no calendar \(calendar)."
        case .objectNotFound(let name, let calendar): "The calendar \(calendar) has no object \(name)."
        case .uidConflict(let existing): "The UID conflicts with that of the object \(existing.name)."
        case .preconditionFailed: "The condition of the write does not hold."
        }
    }
}
