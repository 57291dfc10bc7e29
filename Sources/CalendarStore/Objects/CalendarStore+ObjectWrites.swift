import Cryptography
package import FoundationEssentials
package import SQLDatabase

extension CalendarStore {
    /// Creates or replaces the object of a name.
    ///
    /// A replaced object keeps its identifier and its instant of creation. The home's row is locked first, so that
    /// writes to one home follow each other on every engine.
    ///
    /// - Throws: `CalendarStoreError.calendarNotFound`, `.preconditionFailed`, `.uidConflict`; `SQLError`.
    @discardableResult
    package func put(
        _ new: NewCalendarObject,
        in calendar: CalendarID,
        if condition: WriteCondition = .unconditional,
        now: Date,
        in txn: any SQLTransaction
    ) throws -> WrittenObject {
        let locked = try lock(calendar, in: txn)
        let (current, sameUID) = try occupants(of: new, in: locked, in: txn)
        guard condition.holds(for: current) else { throw CalendarStoreError.preconditionFailed(current: current) }
        try checkUID(of: new, replacing: current, besides: sameUID, in: locked)
        var summary = CalendarObjectSummary(new, in: locked, replacing: current, now: now)
        if let current {
            try replaceRows(of: current, by: summary, with: new, revision: locked.revision, in: txn)
        } else {
            summary.number = try insertRows(of: summary, with: new, revision: locked.revision, in: txn)
        }
        try record(CalendarDelta(replacing: current, by: summary), in: locked, in: txn)
        return WrittenObject(object: CalendarObject(summary: summary, data: new.data), isNew: current == nil)
    }

    /// Removes the object of a name.
    ///
    /// - Returns: What was removed; the caller drops its attachments' links in the same transaction.
    /// - Throws: `CalendarStoreError.calendarNotFound`, `.objectNotFound`, `.preconditionFailed`; `SQLError`.
    @discardableResult
    package func deleteObject(
        named name: String,
        in calendar: CalendarID,
        if condition: WriteCondition = .unconditional,
        in txn: any SQLTransaction
    ) throws -> CalendarObjectSummary {
        let locked = try lock(calendar, in: txn)
        let current = try summary(named: name, in: calendar, in: txn)
        guard condition.holds(for: current) else { throw CalendarStoreError.preconditionFailed(current: current) }
        guard let current else { throw CalendarStoreError.objectNotFound(name: name, calendar: calendar) }
        try txn.execute("DELETE FROM calendar_object WHERE number = ?", [.integer(current.number)])
        try record(.departure(of: current), in: locked, in: txn)
        return current
    }

    /// Returns the object under the name of a new one, and in a calendar those with its UID, that one included.
    ///
    /// They are told apart by the engine, to which names of other octets are other names. To leave out of the second what
    /// is the first would be a condition more, for which it gives up the index of the UIDs.
    private func occupants(
        of new: NewCalendarObject,
        in calendar: LockedCalendar,
        in txn: any SQLTransaction
    ) throws -> (current: CalendarObjectSummary?, sameUID: [CalendarObjectSummary]) {
        guard calendar.kind == .calendar else { return (try summary(named: new.name, in: calendar.id, in: txn), []) }
        let rows = try txn.query(
            Self.selectOccupants,
            [.text(calendar.id.text), .text(new.name), .text(calendar.id.text), .text(new.uid)]
        )
        let named = try rows.first { try $0.flag("is_named") }
        let others = try rows.filter { try !$0.flag("is_named") }
        return (try named.map(CalendarObjectSummary.init), try others.map(CalendarObjectSummary.init))
    }

    private static let selectOccupants = """
        SELECT \(CalendarObjectSummary.columns), 1 AS is_named FROM calendar_object o
        WHERE o.calendar = ? AND o.name = ?
        UNION ALL
        SELECT \(CalendarObjectSummary.columns), 0 AS is_named FROM calendar_object o
        WHERE o.calendar = ? AND o.uid = ?
        """

    /// RFC 4791 §5.3.2.1 (CALDAV:no-uid-conflict): a resource "MUST NOT specify a UID property value already in use in
    /// the targeted calendar collection or overwrite an existing calendar object resource with one that has a different
    /// UID property value".
    private func checkUID(
        of new: NewCalendarObject,
        replacing current: CalendarObjectSummary?,
        besides sameUID: [CalendarObjectSummary],
        in calendar: LockedCalendar
    ) throws {
        guard calendar.kind == .calendar else { return }
        if let current, !current.uid.utf8.elementsEqual(new.uid.utf8) {
            throw CalendarStoreError.uidConflict(existing: current)
        }
        if let other = sameUID.first(where: { $0.id != current?.id }) {
            throw CalendarStoreError.uidConflict(existing: other)
        }
    }
}

extension CalendarObjectSummary {
    /// Creates the summary of an object that is about to be stored.
    fileprivate init(
        _ new: NewCalendarObject,
        in calendar: LockedCalendar,
        replacing current: CalendarObjectSummary?,
        now: Date
    ) {
        id = current?.id ?? .make(now: now)
        self.calendar = calendar.id
        name = new.name
        uid = new.uid
        etag = EntityTagText.make(data: new.data, revision: calendar.revision)
        componentType = new.componentType
        size = new.data.count
        // The database keeps milliseconds; what is returned is what will be read.
        let instant = Date(timeIntervalSince1970: (now.timeIntervalSince1970 * 1000).rounded() / 1000)
        created = current?.created ?? instant
        modified = instant
        propertyBytes = current?.propertyBytes ?? 0
        number = current?.number ?? 0
    }
}

extension CalendarDelta {
    /// What an object does to its calendar that is put in the place of another one or of nothing.
    fileprivate init(replacing current: CalendarObjectSummary?, by object: CalendarObjectSummary) {
        self.init(
            name: object.name,
            bytes: object.size - (current?.size ?? 0),
            objects: current == nil ? 1 : 0
        )
    }
}
