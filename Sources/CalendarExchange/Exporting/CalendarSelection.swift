import CalendarStore
import SQLDatabase

/// Which calendars of a user an export has.
struct CalendarSelection: Hashable, Sendable {
    /// The user.
    let user: UserID

    /// The names of the calendars; nil for all.
    let names: [String]?

    /// Returns the calendars in the order of their names.
    ///
    /// - Throws: ``ExchangeError/userMissing(_:)``, ``ExchangeError/calendarMissing(_:)``; `SQLError`.
    func calendars(in txn: any SQLTransaction) throws -> [CalendarCollection] {
        let store = CalendarStore()
        guard let principal = try store.principal(user, in: txn) else { throw ExchangeError.userMissing(user.text) }
        let all = try store.calendars(of: principal.home, in: txn).filter { $0.kind == .calendar }
        if let missing = names?.first(where: { name in !all.contains { $0.name == name } }) {
            throw ExchangeError.calendarMissing(missing)
        }
        return all.filter { names?.contains($0.name) ?? true }
    }
}
