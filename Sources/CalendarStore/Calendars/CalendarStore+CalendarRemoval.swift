package import FoundationEssentials
package import SQLDatabase

extension CalendarStore {
    /// Removes a collection with its objects, at once and as a whole for everybody who reads.
    ///
    /// The rows stay, out of every home and of its usage, until they are cleared bit by bit in transactions of their own:
    /// those of a large calendar would hold up every other write. The caller sees to that, by
    /// ``removedObjects(of:limit:in:)`` and what follows it.
    ///
    /// - Throws: `CalendarStoreError.calendarNotFound`; `SQLError`.
    package func removeCalendar(_ calendar: CalendarID, now: Date, in txn: any SQLTransaction) throws {
        guard let current = try self.calendar(calendar, in: txn) else {
            throw CalendarStoreError.calendarNotFound(calendar)
        }
        let home = try lock(current.home, in: txn)
        try txn.execute(
            "UPDATE calendar SET name = ?, removed = ? WHERE id = ?",
            [.text(RemovedCalendar.rowName(calendar)), SQLValue(now), .text(calendar.text)]
        )
        try recordRemoval(of: current.name, in: home, in: txn)
    }

    /// Removes all collections of a home that goes itself, and gives up the copies that are being made in it.
    func removeCalendars(of home: HomeID, now: Date, in txn: any SQLTransaction) throws {
        try txn.execute(
            "UPDATE calendar SET name = 'removed/' || id, removed = ? WHERE home = ?",
            [SQLValue(now), .text(home.text)]
        )
    }

    /// Returns a calendar of a home that was removed, while there is anything left of one.
    ///
    /// - Throws: `SQLError`.
    package func removedCalendar(of home: HomeID, in txn: any SQLTransaction) throws -> RemovedCalendar? {
        try txn.first(
            "\(RemovedCalendar.select) WHERE home = ? AND removed IS NOT NULL ORDER BY name LIMIT 1",
            [.text(home.text)]
        ).map(RemovedCalendar.init)
    }

    /// Returns a calendar that was removed, while there is anything left of it, to be cleared.
    ///
    /// Of a copy whose time is over nobody can write any more from then on.
    ///
    /// - Throws: `SQLError`.
    package func removedCalendar(
        _ id: CalendarID,
        now: Date,
        in txn: any SQLTransaction
    ) throws -> RemovedCalendar? {
        let removed = try txn.first(
            "\(RemovedCalendar.select) WHERE id = ? AND removed <= ?",
            [.text(id.text), SQLValue(now)]
        ).map(RemovedCalendar.init)
        guard let removed else { return nil }
        let name = SQLValue.text(RemovedCalendar.rowName(id))
        try txn.execute("UPDATE calendar SET name = ? WHERE id = ? AND name <> ?", [name, .text(id.text), name])
        return removed
    }

    /// Returns calendars of which something is left although they were removed, those removed first before the others;
    /// also copies whose time is over.
    ///
    /// - Throws: `SQLError`.
    package func removedCalendars(
        now: Date,
        limit: Int,
        in txn: any SQLTransaction
    ) throws -> [RemovedCalendar] {
        try txn.query(
            "\(RemovedCalendar.select) WHERE removed <= ? ORDER BY removed, id LIMIT ?",
            [SQLValue(now), SQLValue(limit)]
        ).map(RemovedCalendar.init)
    }

    /// Returns objects that are left of a removed calendar, in the order of their names.
    ///
    /// - Throws: `SQLError`.
    package func removedObjects(
        of calendar: RemovedCalendar,
        limit: Int,
        in txn: any SQLTransaction
    ) throws -> [CalendarObjectSummary] {
        try txn.query(
            "\(Self.selectSummary) WHERE o.calendar = ? ORDER BY o.name LIMIT ?",
            [.text(calendar.id.text), SQLValue(limit)]
        ).map(CalendarObjectSummary.init)
    }

    /// Clears objects of a removed calendar; the caller drops their attachments' links in the same transaction.
    ///
    /// - Throws: `SQLError`.
    package func clear(
        _ objects: some Sequence<CalendarObjectSummary>,
        of calendar: RemovedCalendar,
        in txn: any SQLTransaction
    ) throws {
        let own = objects.filter { $0.calendar == calendar.id }
        for batch in KeyBatches(own.map { .text($0.id.text) }) {
            try txn.execute("DELETE FROM calendar_object WHERE id IN \(batch.placeholders)", batch.arguments)
        }
    }

    /// Clears the history of a removed calendar without objects, and with the last of it the calendar itself.
    ///
    /// - Parameters:
    ///   - calendar: The calendar.
    ///   - limit: The greatest number of names to forget.
    ///   - txn: The transaction.
    /// - Returns: Whether nothing is left.
    /// - Throws: `SQLError`.
    package func clearHistory(
        of calendar: RemovedCalendar,
        limit: Int,
        in txn: any SQLTransaction
    ) throws -> Bool {
        let key = SQLValue.text(calendar.id.text)
        let forgotten = try txn.execute(
            """
            DELETE FROM member_removal WHERE calendar = ? AND name IN
                (SELECT name FROM member_removal WHERE calendar = ? ORDER BY name LIMIT ?)
            """,
            [key, key, SQLValue(limit)]
        )
        guard forgotten < limit else { return false }
        try txn.execute("DELETE FROM calendar WHERE id = ? AND removed IS NOT NULL", [key])
        return true
    }
}

extension RemovedCalendar {
    /// The name that the row of a removed calendar has.
    ///
    /// No segment of a path has a slash in it, so that it is nobody's.
    fileprivate static func rowName(_ id: CalendarID) -> String { "removed/\(id.text)" }

    /// The beginning of a statement that reads removed calendars.
    fileprivate static let select = "SELECT id, home, removed FROM calendar"

    /// Creates a removed calendar from a row.
    fileprivate init(_ row: SQLRow) throws(SQLError) {
        id = try row.parsed("id", CalendarID.init(parsing:))
        home = try row.parsed("home", HomeID.init(parsing:))
        removed = try row.instant("removed")
    }
}
