package import FoundationEssentials
package import SQLDatabase

/// Where an object is: a name in a calendar.
package struct ObjectPlace: Hashable, Sendable {
    /// The calendar.
    package let calendar: CalendarID

    /// The segment of the object's path, decoded.
    package let name: String

    /// Creates a place.
    package init(calendar: CalendarID, name: String) {
        self.calendar = calendar
        self.name = name
    }
}

extension CalendarStore {
    /// Moves an object to another name or calendar, where nothing may be yet.
    ///
    /// The object keeps its identifier, and with it the links of its attachments; its entity tag is a new one for the
    /// destination. To overwrite what is there, delete that first in the same transaction.
    ///
    /// - Returns: The object as it is now.
    /// - Throws: `CalendarStoreError.calendarNotFound`, `.objectNotFound`, `.preconditionFailed` when the destination
    ///   is taken, `.uidConflict`; `SQLError`.
    @discardableResult
    package func moveObject(
        from source: ObjectPlace,
        to destination: ObjectPlace,
        now: Date,
        in txn: any SQLTransaction
    ) throws -> CalendarObjectSummary {
        let (from, target) = try lock(source.calendar, destination.calendar, in: txn)
        guard let object = try object(named: source.name, in: source.calendar, in: txn) else {
            throw CalendarStoreError.objectNotFound(name: source.name, calendar: source.calendar)
        }
        let taken = try summary(named: destination.name, in: destination.calendar, in: txn)
        guard taken == nil else { throw CalendarStoreError.preconditionFailed(current: taken) }
        try checkUID(of: object.summary, movingTo: target, in: txn)
        let etag = EntityTagText.make(data: object.data, revision: target.revision)
        try txn.execute(
            "UPDATE calendar_object SET calendar = ?, name = ?, etag = ?, modified = ? WHERE id = ?",
            [.text(target.id.text), .text(destination.name), .text(etag), SQLValue(now), .text(object.id.text)]
        )
        try recordMove(of: object.summary, from: from, to: target, named: destination.name, in: txn)
        guard let moved = try summary(object.id, in: txn) else {
            preconditionFailure("An object that was updated in this transaction exists.")
        }
        return moved
    }

    /// RFC 4791 §5.3.2.1 (CALDAV:no-uid-conflict) names "a COPY or MOVE request" beside PUT.
    private func checkUID(
        of object: CalendarObjectSummary,
        movingTo calendar: LockedCalendar,
        in txn: any SQLTransaction
    ) throws {
        guard calendar.kind == .calendar else { return }
        let sameUID = try summaries(withUID: object.uid, in: calendar.id, in: txn)
        if let other = sameUID.first(where: { $0.id != object.id }) {
            throw CalendarStoreError.uidConflict(existing: other)
        }
    }

    private func recordMove(
        of object: CalendarObjectSummary,
        from source: LockedCalendar,
        to target: LockedCalendar,
        named name: String,
        in txn: any SQLTransaction
    ) throws {
        let leaving = CalendarDelta(name: object.name, isRemoval: true, bytes: -object.size, objects: -1)
        try record(leaving, in: source, in: txn)
        let arriving = CalendarDelta(name: name, isRemoval: false, bytes: object.size, objects: 1)
        try record(arriving, in: target, in: txn)
    }
}
