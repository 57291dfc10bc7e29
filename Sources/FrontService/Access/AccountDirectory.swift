import CalendarStore
import FoundationEssentials
import SQLDatabase

/// The accounts of a store, read anew each time.
struct AccountDirectory: Sendable {
    private let database: any SQLDatabase
    private let calendars: CalendarStore

    /// Makes the directory of a store.
    init(database: any SQLDatabase, calendars: CalendarStore) {
        self.database = database
        self.calendars = calendars
    }

    /// Returns the account of a user, or nil where there is none.
    ///
    /// - Throws: `SQLError`.
    func account(of user: UserID) async throws -> PrincipalAccount? {
        try await database.lookUp { [calendars] txn in try calendars.account(of: user, in: txn) }
    }

    /// Writes down the day on which an app password was used, the first time on that day.
    ///
    /// What cannot be written is let go: it would be no reason to refuse the request.
    func noteUse(of password: Credential, now: Date) async {
        guard !password.isKnownUsed(onDayOf: now) else { return }
        try? await database.write { [calendars] txn in try calendars.recordUse(of: password.id, now: now, in: txn) }
    }
}

extension Credential {
    /// Whether a use on the day of an instant, in UTC, has been written down.
    fileprivate func isKnownUsed(onDayOf now: Date) -> Bool {
        guard let lastUsed else { return false }
        return Self.day(of: lastUsed) >= Self.day(of: now)
    }

    private static func day(of instant: Date) -> Double {
        (instant.timeIntervalSince1970 / 86_400).rounded(.down)
    }
}
