import CalendarStore
import FoundationEssentials
import SQLDatabase

/// Removes objects and calendars with all that depends on them, in the transaction of a request.
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
        try tell(of: removed, of: place, in: txn)
    }

    /// Removes a calendar with its objects.
    ///
    /// - Throws: `CalendarStoreError`, `SQLError`, and what the hook throws.
    func remove(_ place: ResolvedCalendar, in txn: any SQLTransaction) throws {
        let objects = try calendars.summaries(in: place.calendar.id, in: txn)
        try calendars.deleteCalendar(place.calendar.id, in: txn)
        for object in objects { try tell(of: object, of: place, in: txn) }
    }

    private func tell(of object: CalendarObjectSummary, of place: ResolvedCalendar, in txn: any SQLTransaction) throws {
        let deletion = ObjectDeletion(principal: principal, owner: place.owner, object: object, now: now)
        try hook.objectWasDeleted(deletion, in: txn)
    }
}
