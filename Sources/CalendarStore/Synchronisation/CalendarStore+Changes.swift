package import SQLDatabase

extension CalendarStore {
    /// Returns the names of a calendar that changed after a revision, in the order of their last change.
    ///
    /// A name that was created and removed since then is reported as removed. Fewer than `limit` changes mean that
    /// there are no more.
    ///
    /// - Throws: `SQLError`.
    package func changes(
        in calendar: CalendarID,
        after revision: Int64,
        limit: Int,
        in txn: any SQLTransaction
    ) throws -> [CalendarChange] {
        try txn.query(
            """
            SELECT name, revision, removed FROM calendar_change
            WHERE calendar = ? AND revision > ? ORDER BY revision LIMIT ?
            """,
            [.text(calendar.text), .integer(revision), SQLValue(limit)]
        ).map { row in
            CalendarChange(
                name: try row.text("name"),
                revision: try row.integer("revision"),
                isRemoval: try row.flag("removed")
            )
        }
    }

    /// Locks the row of a calendar until the end of the transaction and gives the write its revision.
    func lock(_ calendar: CalendarID, in txn: any SQLTransaction) throws -> LockedCalendar {
        let rows = try txn.query(
            "UPDATE calendar SET revision = revision + 1 WHERE id = ? RETURNING revision, kind",
            [.text(calendar.text)]
        )
        guard let row = rows.first else { throw CalendarStoreError.calendarNotFound(calendar) }
        return LockedCalendar(
            id: calendar,
            kind: try row.parsed("kind", CalendarKind.init(rawValue:)),
            revision: try row.integer("revision")
        )
    }

    /// Locks two calendars, always in the same order, so that two moves can not wait for each other.
    ///
    /// One calendar given twice gets two revisions, for the removal and for the arrival.
    func lock(
        _ first: CalendarID,
        _ second: CalendarID,
        in txn: any SQLTransaction
    ) throws -> (LockedCalendar, LockedCalendar) {
        guard second.text < first.text else {
            return (try lock(first, in: txn), try lock(second, in: txn))
        }
        let lower = try lock(second, in: txn)
        return (try lock(first, in: txn), lower)
    }

    /// Writes down a change: the row for synchronisation, and the calendar's totals.
    func record(_ delta: CalendarDelta, in calendar: LockedCalendar, in txn: any SQLTransaction) throws {
        try txn.execute(
            """
            INSERT INTO calendar_change (calendar, name, revision, removed) VALUES (?, ?, ?, ?)
            ON CONFLICT (calendar, name) DO UPDATE SET revision = excluded.revision, removed = excluded.removed
            """,
            [.text(calendar.id.text), .text(delta.name), .integer(calendar.revision), SQLValue(delta.isRemoval)]
        )
        try txn.execute(
            "UPDATE calendar SET data_bytes = data_bytes + ?, object_count = object_count + ? WHERE id = ?",
            [SQLValue(delta.bytes), SQLValue(delta.objects), .text(calendar.id.text)]
        )
    }
}
