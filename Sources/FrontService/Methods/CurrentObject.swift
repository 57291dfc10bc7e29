import SQLDatabase
package import CalendarStore
import WebDAV

/// Reads a calendar object resource for a principal.
package enum CurrentObject {
    /// Returns the object at a path, or nil where there is none.
    ///
    /// - Parameters:
    ///   - path: The object's path.
    ///   - principal: Who reads, and needs `DAV:read`.
    ///   - dependencies: What the front works with.
    /// - Returns: The object with its data.
    /// - Throws: `WebDAVError` 404 where the calendar does not exist, 403 without the privilege; `SQLError`.
    package static func read(
        at path: ObjectPath,
        for principal: Principal,
        _ dependencies: FrontDependencies
    ) async throws -> CalendarObject? {
        try await dependencies.database.lookUp { txn in
            let place = try dependencies.resolver.calendar(
                named: path.calendar,
                of: path.owner,
                for: principal,
                requiring: .read,
                in: txn
            )
            return try dependencies.calendars.object(named: path.name, in: place.calendar.id, in: txn)
        }
    }
}
