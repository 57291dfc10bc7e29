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
        try txn.execute(
            """
            UPDATE calendar SET home = ?, name = ?, revision = revision + 1, pruned_revision = revision + 1
            WHERE id = ?
            """,
            [.text(home.text), .text(name), .text(calendar.text)]
        )
        try recordRemoval(of: current.name, in: source, in: txn)
        try recordArrival(of: name, in: target, in: txn)
        try recordMembers(of: current, in: target, in: txn)
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

    /// Gives the members of a calendar that arrived in a home their places in its history, right after the arrival.
    ///
    /// Removals before the arrival concern nobody there.
    private func recordMembers(
        of calendar: CalendarCollection,
        in home: LockedHome,
        in txn: any SQLTransaction
    ) throws {
        try txn.execute(
            "DELETE FROM calendar_change WHERE calendar = ? AND removed = 1",
            [.text(calendar.id.text)]
        )
        try txn.execute(
            "UPDATE calendar_change SET home = ?, home_revision = ? + revision WHERE calendar = ?",
            [.text(home.id.text), .integer(home.revision), .text(calendar.id.text)]
        )
        try txn.execute(
            "UPDATE principal SET home_revision = home_revision + ? WHERE home = ?",
            [.integer(calendar.revision), .text(home.id.text)]
        )
    }
}
