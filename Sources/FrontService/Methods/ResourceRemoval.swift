import CalendarStore
import FoundationEssentials
import SQLDatabase

/// Removes objects and calendars in the transaction of a request.
struct ResourceRemoval {
    private let calendars: CalendarStore
    private let hook: any ObjectWriteHook
    private let principal: Principal
    private let now: Date

    /// Makes the removal of one request.
    ///
    /// - Parameters:
    ///   - calendars: What the objects are removed from.
    ///   - hook: Who takes part in every removal of an object.
    ///   - principal: Who removes.
    ///   - now: The instant of the request.
    init(_ calendars: CalendarStore, _ hook: any ObjectWriteHook, principal: Principal, now: Date) {
        self.calendars = calendars
        self.hook = hook
        self.principal = principal
        self.now = now
    }

    /// Removes an object.
    ///
    /// - Throws: `CalendarStoreError`, `SQLError`, and what the hook throws.
    func remove(_ object: CalendarObjectSummary, from place: ResolvedCalendar, in txn: any SQLTransaction) throws {
        let removed = try calendars.deleteObject(named: object.name, in: place.calendar.id, in: txn)
        let deletion = ObjectDeletion(principal: principal, owner: place.owner, object: removed, now: now)
        try hook.objectWasDeleted(deletion, in: txn)
    }

    /// Removes a calendar with its objects, whose attachments stay linked until it is cleared: ``CalendarClearing``.
    ///
    /// - Throws: `CalendarStoreError`, `SQLError`.
    func remove(_ place: ResolvedCalendar, in txn: any SQLTransaction) throws {
        try calendars.removeCalendar(place.calendar.id, now: now, in: txn)
    }
}
