package import CalendarStore
package import SQLDatabase
import WebDAV

/// Finds resources for a principal and checks what he may do with them.
///
/// Whoever may do nothing in a home learns nothing of what is in it: he is refused before names below it are looked up.
package struct ResourceResolver: Sendable {
    /// The store of calendars, which tells what there is.
    let calendars: CalendarStore

    private let accessControl: AccessControl

    /// Makes a resolver.
    package init(calendars: CalendarStore, accessControl: AccessControl) {
        self.calendars = calendars
        self.accessControl = accessControl
    }

    /// Returns the principal of a name, and what another may do with it.
    ///
    /// - Throws: `WebDAVError` 404; `SQLError`.
    package func principal(
        _ uid: UserID,
        for principal: Principal,
        in txn: any SQLTransaction
    ) throws -> (principal: Principal, privileges: Privileges) {
        guard let found = try calendars.principal(uid, in: txn) else { throw WebDAVError.notFound }
        return (found, try accessControl.privileges(of: principal, on: .principal(uid), in: txn))
    }

    /// Returns a calendar home.
    ///
    /// - Throws: `WebDAVError` 404, or 403 where a privilege is missing; `SQLError`.
    package func home(
        of uid: UserID,
        for principal: Principal,
        requiring required: Privileges,
        in txn: any SQLTransaction
    ) throws -> ResolvedHome {
        guard let owner = try calendars.principal(uid, in: txn) else { throw WebDAVError.notFound }
        let privileges = try accessControl.privileges(of: principal, on: .home(owner.home), in: txn)
        try AccessDenial.check(privileges, contain: required, on: .home(uid))
        return ResolvedHome(owner: owner, privileges: privileges)
    }

    /// Returns a collection of a home.
    ///
    /// - Throws: `WebDAVError` 404, or 403 where a privilege is missing; `SQLError`.
    package func calendar(
        named name: String,
        of uid: UserID,
        for principal: Principal,
        requiring required: Privileges,
        in txn: any SQLTransaction
    ) throws -> ResolvedCalendar {
        let path = ResourcePath.calendar(uid, name: name)
        guard let owner = try owner(uid, for: principal, in: txn) else { throw WebDAVError.notFound }
        guard let calendar = try calendars.calendar(named: name, of: owner.home, in: txn) else {
            let privileges = try accessControl.privileges(of: principal, on: .home(owner.home), in: txn)
            try AccessDenial.check(privileges, contain: required, on: path)
            throw WebDAVError.notFound
        }
        let privileges = try accessControl.privileges(of: principal, on: calendar.asProtected, in: txn)
        try AccessDenial.check(privileges, contain: required, on: path)
        return ResolvedCalendar(owner: owner, calendar: calendar, privileges: privileges)
    }

    /// Returns the calendar of a calendar object resource and the object in it, if it exists.
    ///
    /// - Throws: `WebDAVError` 404 where the calendar does not exist, 403 where a privilege is missing; `SQLError`.
    package func object(
        at path: ObjectPath,
        for principal: Principal,
        requiring required: Privileges,
        in txn: any SQLTransaction
    ) throws -> ResolvedObject {
        let calendar = try calendar(
            named: path.calendar,
            of: path.owner,
            for: principal,
            requiring: required,
            in: txn
        )
        let summary = try calendars.summary(named: path.name, in: calendar.calendar.id, in: txn)
        return ResolvedObject(place: calendar, summary: summary)
    }

    /// Returns whose home a calendar is looked for in, or nil where there is no such principal.
    ///
    /// It is most often the one that asks, who was looked up when he proved who he is. The calendar itself tells whether he
    /// is still there: it goes with him, and the identifier of its home is never used again.
    private func owner(_ uid: UserID, for principal: Principal, in txn: any SQLTransaction) throws -> Principal? {
        uid == principal.uid ? principal : try calendars.principal(uid, in: txn)
    }
}
