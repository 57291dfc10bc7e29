import CalDAV
import CalendarStore
import HTTPTypes
import SQLDatabase
import WebDAV

extension ResourceResolver {
    /// Finds where an object is created or replaced, and checks that a principal may do so there.
    ///
    /// - Throws: `WebDAVError` 403 where a privilege is missing, 409 without a calendar;
    ///   `SQLError`.
    func destination(
        at path: ObjectPath,
        for principal: Principal,
        in txn: any SQLTransaction
    ) throws -> ResolvedObject {
        let place = try parent(of: path, for: principal, in: txn)
        let summary = try calendars.summary(named: path.name, in: place.calendar.id, in: txn)
        try check(place, takes: path, replacing: summary)
        return ResolvedObject(place: place, summary: summary)
    }

    /// Finds where an object is created or replaced with data of a UID, in the transaction that stores it, and checks that
    /// a principal may do so there.
    ///
    /// - Throws: What ``destination(at:for:in:)`` throws.
    func site(
        at path: ObjectPath,
        withUID uid: String,
        for principal: Principal,
        in txn: any SQLTransaction
    ) throws -> (place: ResolvedCalendar, site: ObjectSite) {
        let place = try parent(of: path, for: principal, in: txn)
        let site = try calendars.site(named: path.name, withUID: uid, in: place.calendar, in: txn)
        try check(place, takes: path, replacing: site.current)
        return (place, site)
    }

    private func parent(
        of path: ObjectPath,
        for principal: Principal,
        in txn: any SQLTransaction
    ) throws -> ResolvedCalendar {
        do {
            // Whoever may not read learns nothing of what is there, not even by the privilege that he is told to lack.
            return try calendar(named: path.calendar, of: path.owner, for: principal, requiring: .read, in: txn)
        } catch let error as WebDAVError where error.status == .notFound {
            throw WebDAVError.parentMissing
        }
    }

    private func check(
        _ place: ResolvedCalendar,
        takes path: ObjectPath,
        replacing current: CalendarObjectSummary?
    ) throws(WebDAVError) {
        // RFC 3744 appendix B: a PUT needs "<D:write-content> on target resource" where the target exists, and "<D:bind> on
        // parent collection of target" where it does not.
        let required: Privileges = current == nil ? .bind : .writeContent
        let checked = current == nil ? .calendar(path.owner, name: path.calendar) : path.resource
        try AccessDenial.check(place.privileges, contain: required, on: checked)
    }

    /// Finds the home in which a calendar is made, moved, or removed.
    ///
    /// - Throws: `WebDAVError` 403 where a privilege is missing, 409 without a home; `SQLError`.
    func parentHome(
        of uid: UserID,
        for principal: Principal,
        requiring required: Privileges,
        in txn: any SQLTransaction
    ) throws -> ResolvedHome {
        let home: ResolvedHome
        do {
            home = try self.home(of: uid, for: principal, requiring: .read, in: txn)
        } catch let error as WebDAVError where error.status == .notFound {
            throw WebDAVError(.conflict, "There is no such calendar home.")
        }
        try AccessDenial.check(home.privileges, contain: required, on: .home(uid))
        return home
    }

    /// Finds a calendar that is moved, copied, or removed, and never an inbox or outbox.
    ///
    /// - Throws: `WebDAVError` 404, or 403 where a privilege is missing or the collection is the server's; `SQLError`.
    func ownCalendar(
        named name: String,
        of uid: UserID,
        for principal: Principal,
        in txn: any SQLTransaction
    ) throws -> ResolvedCalendar {
        let place = try calendar(named: name, of: uid, for: principal, requiring: .read, in: txn)
        guard place.calendar.kind == .calendar else {
            throw WebDAVError(.forbidden, "A scheduling inbox or outbox can be neither copied, nor moved, nor removed.")
        }
        return place
    }
}

extension WebDAVError {
    /// An object would have a UID that another one has.
    ///
    /// RFC 4791 §5.3.2.1 (CALDAV:no-uid-conflict): "Servers SHOULD report the URL of the resource that is already making use
    /// of the same UID property value in the DAV:href element".
    ///
    /// - Parameters:
    ///   - existing: The object that has it, or that would change its own.
    ///   - path: The path of an object in the same calendar.
    /// - Returns: The refusal.
    static func uidConflict(with existing: CalendarObjectSummary, besides path: ObjectPath) -> WebDAVError {
        let other = ResourcePath.object(path.owner, calendar: path.calendar, name: existing.name)
        return WebDAVError(
            .noUIDConflict(with: Href(written: other.href)),
            "The UID is in use by another object, or the object has another UID."
        )
    }
}
