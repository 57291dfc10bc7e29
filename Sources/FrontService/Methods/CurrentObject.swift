import CalendarStore
import SQLDatabase
import WebDAV

/// A calendar object resource as a principal may read it now: its data only where that was wanted and is short.
struct CurrentObject: Sendable {
    /// The most octets of data that are read on the thread that asks
    /// ([decision 0023](../../../Docs/decisions/0023-look-ups-without-a-hop.md)).
    static let shortData = 64 << 10

    /// Everything but the data.
    let summary: CalendarObjectSummary

    private let data: [UInt8]?
    private let read: @Sendable () async throws -> CalendarObject?

    /// Looks for the object at a path.
    ///
    /// - Parameters:
    ///   - path: The object's path.
    ///   - principal: Who reads, and needs `DAV:read`.
    ///   - dependencies: What the front works with.
    ///   - wantsData: Tells whether the data of the object that was found will be asked for.
    /// - Returns: The object, or nil where there is none.
    /// - Throws: `WebDAVError` 404 where the calendar does not exist, 403 without the privilege; `SQLError`.
    static func find(
        at path: ObjectPath,
        for principal: Principal,
        _ dependencies: FrontDependencies,
        wantsData: @escaping @Sendable (CalendarObjectSummary) -> Bool = { _ in true }
    ) async throws -> CurrentObject? {
        try await dependencies.database.lookUp { txn in
            let calendar = try calendar(of: path, for: principal, dependencies, in: txn)
            guard let summary = try dependencies.calendars.summary(named: path.name, in: calendar, in: txn)
            else { return nil }
            let isRead = summary.size <= shortData && wantsData(summary)
            return CurrentObject(
                summary: summary,
                data: isRead ? try dependencies.calendars.data(of: summary.id, in: txn) : nil,
                read: { try await read(at: path, for: principal, dependencies) }
            )
        }
    }

    /// Returns the object at a path with its data, or nil where there is none.
    ///
    /// - Parameters:
    ///   - path: The object's path.
    ///   - principal: Who reads, and needs `DAV:read`.
    ///   - dependencies: What the front works with.
    /// - Returns: The object.
    /// - Throws: `WebDAVError` 404 where the calendar does not exist, 403 without the privilege; `SQLError`.
    static func read(
        at path: ObjectPath,
        for principal: Principal,
        _ dependencies: FrontDependencies
    ) async throws -> CalendarObject? {
        try await dependencies.database.read { txn in
            let calendar = try calendar(of: path, for: principal, dependencies, in: txn)
            return try dependencies.calendars.object(named: path.name, in: calendar, in: txn)
        }
    }

    /// Returns the object with its data, once there is room for an answer of it.
    ///
    /// - Parameter admission: What the request has taken, which gets the room.
    /// - Returns: The object, which may have been changed since it was found; nil where it has gone.
    /// - Throws: `BudgetExhausted`; `CancellationError`; what ``read(at:for:_:)`` throws.
    func whole(_ admission: RequestAdmission) async throws -> CalendarObject? {
        try await admission.admitAnswer(of: summary.size)
        guard let data else { return try await read() }
        return CalendarObject(summary: summary, data: data)
    }

    private static func calendar(
        of path: ObjectPath,
        for principal: Principal,
        _ dependencies: FrontDependencies,
        in txn: any SQLTransaction
    ) throws -> CalendarID {
        let place = try dependencies.resolver.calendar(
            named: path.calendar,
            of: path.owner,
            for: principal,
            requiring: .read,
            in: txn
        )
        return place.calendar.id
    }
}
