import CalendarStore
import SQLDatabase
import Testing

@testable import FrontService

/// What is stored without a request, since it would take too many of them.
extension TestFront {
    /// Hands a calendar of alice's to a body, in a transaction that writes.
    func store(
        in name: String = "calendar",
        _ body: @escaping @Sendable (CalendarCollection, any SQLTransaction) throws -> Void
    ) async throws {
        let (calendars, uid) = (dependencies.calendars, try #require(UserID(parsing: "alice")))
        try await dependencies.database.write { txn in
            let alice = try #require(try calendars.principal(uid, in: txn))
            let calendar = try #require(try calendars.calendar(named: name, of: alice.home, in: txn))
            try body(calendar, txn)
        }
    }
}
