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

    /// The home has as many calendars as it may.
    case tooManyCalendars(limit: Int)

    /// No principal has that calendar home.
    case homeNotFound(HomeID)

    /// No calendar has that identifier.
    case calendarNotFound(CalendarID)

    /// The calendar has no object of that name.
    case objectNotFound(name: String, calendar: CalendarID)

    /// The calendar has another object with that UID, or the object of that name has another UID (RFC 4791 §5.3.2.1).
    case uidConflict(existing: CalendarObjectSummary)

    /// The condition of a write does not hold; `current` is what is there.
    case preconditionFailed(current: CalendarObjectSummary?)

    /// The sync token is not one of that collection, or is too old (RFC 6578 §3.2).
    case syncTokenInvalid(String)

    /// The dead properties of one resource would take more than they may, in octets.
    case propertiesTooLarge(size: Int, limit: Int)

    /// The principal has a credential of that kind with that label.
    case labelTaken(String)
}

extension CalendarStoreError {
    /// Whether the error says that what was asked for does not exist.
    package var isAbsence: Bool {
        switch self {
        case .principalNotFound, .homeNotFound, .calendarNotFound, .objectNotFound: true
        case .principalExists, .addressTaken, .calendarExists, .uidConflict, .preconditionFailed, .syncTokenInvalid,
            .tooManyCalendars, .propertiesTooLarge, .labelTaken:
            false
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
        case .tooManyCalendars(let limit): "A calendar home has at most \(limit) calendars."
        case .homeNotFound(let home): "There is no calendar home \(home)."
        case .calendarNotFound(let calendar): "There is no calendar \(calendar)."
        case .objectNotFound(let name, let calendar): "The calendar \(calendar) has no object \(name)."
        case .uidConflict(let existing): "The UID conflicts with that of the object \(existing.name)."
        case .preconditionFailed: "The condition of the write does not hold."
        case .syncTokenInvalid(let token): "The sync token \(token) is of another collection, or too old."
        case .propertiesTooLarge(let size, let limit):
            "The properties of the resource would take \(size) octets; \(limit) are allowed."
        case .labelTaken(let label): "The principal has a credential \(label) already."
        }
    }
}
