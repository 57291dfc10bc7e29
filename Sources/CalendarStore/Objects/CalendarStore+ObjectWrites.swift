import Cryptography
package import FoundationEssentials
package import SQLDatabase

extension CalendarStore {
    /// Creates or replaces the object of a name.
    ///
    /// A replaced object keeps its identifier and its instant of creation. The calendar's row is locked first, so that
    /// writes to one calendar follow each other on every engine.
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
        let current = try summary(named: new.name, in: calendar, in: txn)
        guard condition.holds(for: current) else { throw CalendarStoreError.preconditionFailed(current: current) }
        try checkUID(of: new, replacing: current, in: locked, in: txn)
        let summary = CalendarObjectSummary(new, in: locked, replacing: current, now: now)
        try store(summary, new, in: txn)
        if current == nil {
            try insertSpans(of: summary, from: new.occurrences ?? .notIndexed, in: txn)
        } else if let occurrences = new.occurrences {
            try replaceSpans(of: summary, by: occurrences, in: txn)
        }
        try record(
            CalendarDelta(
                name: new.name,
                isRemoval: false,
                bytes: summary.size - (current?.size ?? 0),
                objects: current == nil ? 1 : 0
            ),
            in: locked,
            in: txn
        )
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
        try txn.execute("DELETE FROM calendar_object WHERE id = ?", [.text(current.id.text)])
        try record(.departure(of: current), in: locked, in: txn)
        return current
    }

    /// RFC 4791 §5.3.2.1 (CALDAV:no-uid-conflict): a resource "MUST NOT specify a UID property value already in use in
    /// the targeted calendar collection or overwrite an existing calendar object resource with one that has a different
    /// UID property value".
    private func checkUID(
        of new: NewCalendarObject,
        replacing current: CalendarObjectSummary?,
        in calendar: LockedCalendar,
        in txn: any SQLTransaction
    ) throws {
        guard calendar.kind == .calendar else { return }
        if let current, current.uid != new.uid { throw CalendarStoreError.uidConflict(existing: current) }
        let sameUID = try summaries(withUID: new.uid, in: calendar.id, in: txn)
        if let other = sameUID.first(where: { $0.id != current?.id }) {
            throw CalendarStoreError.uidConflict(existing: other)
        }
    }

    private func store(
        _ object: CalendarObjectSummary,
        _ new: NewCalendarObject,
        in txn: any SQLTransaction
    ) throws {
        try txn.execute(
            """
            INSERT INTO calendar_object (id, calendar, name, uid, etag, component_type, size, created, modified,
                indexed_until)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET uid = excluded.uid, etag = excluded.etag,
                component_type = excluded.component_type, size = excluded.size, modified = excluded.modified,
                indexed_until = CASE WHEN ? THEN calendar_object.indexed_until ELSE excluded.indexed_until END
            """,
            [
                .text(object.id.text), .text(object.calendar.text), .text(object.name), .text(object.uid),
                .text(object.etag), .text(object.componentType), SQLValue(object.size), SQLValue(object.created),
                SQLValue(object.modified), SQLValue((new.occurrences ?? .notIndexed).indexedUntil),
                SQLValue(new.occurrences == nil ? 1 : 0),
            ]
        )
        try txn.execute(
            """
            INSERT INTO calendar_object_data (object, data) VALUES (?, ?)
            ON CONFLICT (object) DO UPDATE SET data = excluded.data
            """,
            [.text(object.id.text), .blob(new.data)]
        )
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
    }
}
