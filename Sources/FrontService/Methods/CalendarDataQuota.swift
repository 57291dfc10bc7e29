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
    ///   - change: Writes the change.
    /// - Returns: What the change returned.
    /// - Throws: `WebDAVError` 507 with DAV:quota-not-exceeded; what `change` throws; `SQLError`.
    func enforce<Value>(in home: HomeID, _ txn: any SQLTransaction, during change: () throws -> Value) throws -> Value {
        let before = try calendars.usage(of: home, in: txn)
        let value = try change()
        try check(before: before, after: try calendars.usage(of: home, in: txn))
        return value
    }

    /// Refuses a change after which the home has too much; less than before is never too much.
    ///
    /// - Parameters:
    ///   - before: The octets that the home has without the change.
    ///   - after: The octets that it has with it.
    /// - Throws: `WebDAVError` 507 with DAV:quota-not-exceeded.
    func check(before: UInt64, after: UInt64) throws(WebDAVError) {
        guard after <= max(before, limit) else { throw WebDAVError.calendarQuotaExceeded(limit) }
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
