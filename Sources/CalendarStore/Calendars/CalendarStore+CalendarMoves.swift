package import SQLDatabase

extension CalendarStore {
    /// Moves a calendar with its objects to another name or home, where nothing may be yet.
    ///
    /// The calendar and its objects keep their identifiers, properties, and entity tags. Its own sync tokens become
    /// invalid, since none was ever handed out for its new place. Attachments are another store's, and belong to homes:
    /// the caller sees to them when the home is another.
    ///
    /// It takes no longer for more objects: they keep their revisions, and the history of the home tells them with the
    /// arrival of their calendar. What the calendar remembers as removed before it concerns nobody there, and is forgotten
    /// with the history.
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
        let arrival = try lock(target, beyond: current.revision, in: txn)
        try recordArrival(of: name, in: arrival, in: txn)
        let revision = SQLValue.integer(arrival.revision)
        try txn.execute(
            "UPDATE calendar SET home = ?, name = ?, revision = ?, pruned_revision = ?, arrived = ? WHERE id = ?",
            [.text(home.text), .text(name), revision, revision, revision, .text(calendar.text)]
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
}
