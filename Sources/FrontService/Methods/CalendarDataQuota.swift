import CalendarStore
import SQLDatabase
import WebDAV

/// The octets of calendar data, and of the texts and properties of clients, that one calendar home may have (RFC 4331 §6).
struct CalendarDataQuota: Sendable {
    private let limit: UInt64
    private let calendars: CalendarStore

    /// Makes the quota that the operator set.
    init(_ dependencies: FrontDependencies) {
        limit = dependencies.configuration.calendarQuotaBytes
        calendars = dependencies.calendars
    }

    /// Makes a change and refuses it when the home has too much after it; less than before is never too much.
    ///
    /// - Parameters:
    ///   - home: The home.
    ///   - txn: The transaction, which a refusal has to roll back.
    ///   - most: The most octets that the change adds, where that is known; it spares a look where there is room for them.
    ///   - change: Writes the change.
    /// - Returns: What the change returned.
    /// - Throws: `WebDAVError` 507 with DAV:quota-not-exceeded; what `change` throws; `SQLError`.
    func enforce<Value>(
        in home: HomeID,
        _ txn: any SQLTransaction,
        addingAtMost most: UInt64 = .max,
        during change: () throws -> Value
    ) throws -> Value {
        let before = try calendars.usage(of: home, in: txn)
        let value = try change()
        guard before > limit || most > limit - before else { return value }
        let after = try calendars.usage(of: home, in: txn)
        guard after <= max(before, limit) else { throw WebDAVError.calendarQuotaExceeded(limit) }
        return value
    }

    /// Refuses data that the home has no room for, before any of it is written; no data is never too much.
    ///
    /// - Parameters:
    ///   - added: The octets that a change is going to write.
    ///   - removed: The octets in the home that the change removes first.
    ///   - home: The home.
    ///   - txn: The transaction.
    /// - Throws: `WebDAVError` 507 with DAV:quota-not-exceeded; `SQLError`.
    func checkRoom(
        for added: UInt64,
        replacing removed: UInt64,
        in home: HomeID,
        _ txn: any SQLTransaction
    ) throws {
        let before = try calendars.usage(of: home, in: txn)
        let kept = before - min(removed, before)
        guard kept + added <= max(kept, limit) else { throw WebDAVError.calendarQuotaExceeded(limit) }
    }
}

extension WebDAVError {
    /// The home would have more calendar data than it may (RFC 4331 §6, DAV:quota-not-exceeded).
    static func calendarQuotaExceeded(_ limit: UInt64) -> WebDAVError {
        WebDAVError(
            .quotaNotExceeded,
            "The calendars of one home have at most \(limit) octets of data and properties together."
        )
    }
}
