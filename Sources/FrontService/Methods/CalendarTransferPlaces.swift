import CalendarStore
import SQLDatabase
import WebDAV

/// A calendar and the name that it gets, as one transaction sees them.
struct CalendarTransferPlaces: Sendable {
    /// The calendar.
    let source: ResolvedCalendar

    /// The home that it is in and stays in.
    let home: ResolvedHome

    /// The calendar that has the name, if there is one.
    let replaced: ResolvedCalendar?

    /// Finds the calendar and the place, and checks access and the conditions.
    ///
    /// - Parameters:
    ///   - transfer: The request.
    ///   - source: The path of the calendar.
    ///   - name: The name that it gets in its home.
    ///   - txn: The transaction.
    /// - Throws: `WebDAVError` 404, 403, or 412; `SQLError`.
    init(
        _ transfer: Transfer,
        from source: CalendarPath,
        to name: String,
        in txn: any SQLTransaction
    ) throws {
        let (principal, resolver) = (transfer.principal, transfer.dependencies.resolver)
        let found = try resolver.ownCalendar(named: source.name, of: source.owner, for: principal, in: txn)
        // RFC 3744 §3.9, §3.10: adding a member needs DAV:bind on the collection, removing one DAV:unbind.
        let required: Privileges = transfer.isMove ? [.bind, .unbind] : .bind
        home = try resolver.home(of: source.owner, for: principal, requiring: required, in: txn)
        self.source = found
        try transfer.head.conditions.check(nil, for: principal, transfer.dependencies, in: txn)
        guard try transfer.dependencies.calendars.calendar(named: name, of: home.owner.home, in: txn) != nil else {
            replaced = nil
            return
        }
        try transfer.checkOverwrite()
        // RFC 4918 §9.8.4, §9.9.3: what is at the destination is gone after the request, with all its members.
        _ = try resolver.home(of: source.owner, for: principal, requiring: .unbind, in: txn)
        let present = try resolver.ownCalendar(named: name, of: source.owner, for: principal, in: txn)
        replaced = present
        // RFC 3744 appendix B: a COPY to what is there needs "<D:write-content> and <D:write-properties> on target resource".
        guard !transfer.isMove else { return }
        let replacing: Privileges = [.writeContent, .writeProperties]
        try AccessDenial.check(present.privileges, contain: replacing, on: .calendar(source.owner, name: name))
    }
}

/// The path of a calendar in its parts.
struct CalendarPath: Hashable, Sendable {
    /// Whose home it is in.
    let owner: UserID

    /// The segment of the collection, decoded.
    let name: String
}
