import ArgumentParser
import CalendarStore
import FrontService
import SQLDatabase

/// A calendar object resource on the command line: its path, such as `/calendars/alice/calendar/meeting.ics`.
struct EventArgument: ExpressibleByArgument {
    private let owner: UserID
    private let calendar, name: String

    /// Reads the path of a calendar object resource, percent-encoded as in URLs; nil for anything else.
    init?(argument: String) {
        guard case .object(let owner, let calendar, let name) = try? ResourcePath(parsing: argument) else { return nil }
        (self.owner, self.calendar, self.name) = (owner, calendar, name)
    }

    /// Returns the resource that is there; nil for none.
    ///
    /// - Throws: `SQLError`.
    func find(in txn: any SQLTransaction) throws -> ObjectID? {
        let store = CalendarStore()
        guard let home = try store.principal(owner, in: txn)?.home,
            let calendar = try store.calendar(named: calendar, of: home, in: txn)
        else { return nil }
        return try store.summary(named: name, in: calendar.id, in: txn)?.id
    }
}
