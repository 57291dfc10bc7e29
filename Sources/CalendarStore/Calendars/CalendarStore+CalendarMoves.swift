package import SQLDatabase

extension CalendarStore {
    /// Moves a calendar with its objects to another name or home, where nothing may be yet.
    ///
    /// The calendar and its objects keep their identifiers, properties, and entity tags. Its own sync tokens become
    /// invalid, since none was ever handed out for its new place. Attachments are another store's, and belong to homes:
    /// the caller sees to them when the home is another.
    ///
    /// - Returns: The calendar as it is now.
    /// - Throws: `CalendarStoreError.calendarNotFound`, `.homeNotFound`, `.calendarExists` when the destination is
    ///   taken; `SQLError`.
    @discardableResult
    package func moveCalendar(
        _ calendar: CalendarID,
        to home: HomeID,
        named name: String,
        in txn: any SQLTransaction
    ) throws -> CalendarCollection {
        guard let current = try self.calendar(calendar, in: txn) else {
            throw CalendarStoreError.calendarNotFound(calendar)
        }
        let (source, target) = try lock(current.home, home, in: txn)
        guard try self.calendar(named: name, of: home, in: txn) == nil else {
            throw CalendarStoreError.calendarExists(name: name, home: home)
        }
        try recordRemoval(of: current.name, in: source, in: txn)
        try recordArrival(of: name, in: target, in: txn)
        let revision = try recordMembers(of: current, in: target, in: txn)
        try txn.execute(
            "UPDATE calendar SET home = ?, name = ?, revision = ?, pruned_revision = ? WHERE id = ?",
            [.text(home.text), .text(name), .integer(revision), .integer(revision), .text(calendar.text)]
        )
        guard let moved = try self.calendar(calendar, in: txn) else {
            preconditionFailure("A calendar that was updated in this transaction exists.")
        }
        return moved
    }

    /// Locks two homes, always in the same order; one home given twice gets two revisions.
    private func lock(
        _ first: HomeID,
        _ second: HomeID,
        in txn: any SQLTransaction
    ) throws -> (LockedHome, LockedHome) {
        guard second.text < first.text else { return (try lock(first, in: txn), try lock(second, in: txn)) }
        let lower = try lock(second, in: txn)
        return (try lock(first, in: txn), lower)
    }

    /// Gives the members of a calendar that arrived in a home their places in its history, after the arrival, one after
    /// the other in the order of their last changes.
    ///
    /// Removals before the arrival concern nobody there. A calendar from a home with a longer history takes it along, so
    /// that none of its old tokens will ever be good again.
    ///
    /// - Returns: The revision of the calendar and of the home after the last of them.
    private func recordMembers(
        of calendar: CalendarCollection,
        in home: LockedHome,
        in txn: any SQLTransaction
    ) throws -> Int64 {
        let key = SQLValue.text(calendar.id.text)
        let arrival = max(home.revision, calendar.revision + 1)
        try txn.execute("DELETE FROM member_removal WHERE calendar = ?", [key])
        // Not at their distances: a home to which calendars move to and fro would double its revisions each time.
        let count = try txn.execute(
            """
            UPDATE calendar_object SET revision = ? + member.place
            FROM (
                SELECT number, ROW_NUMBER() OVER (ORDER BY revision) AS place FROM calendar_object WHERE calendar = ?
            ) AS member
            WHERE calendar_object.number = member.number
            """,
            [.integer(arrival), key]
        )
        let last = arrival + Int64(count)
        try txn.execute(
            "UPDATE principal SET home_revision = ? WHERE home = ?",
            [.integer(last), .text(home.id.text)]
        )
        return last
    }
}
