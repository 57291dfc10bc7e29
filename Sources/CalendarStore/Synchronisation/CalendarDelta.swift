import SQLDatabase

/// What one write does to a calendar as a whole.
struct CalendarDelta {
    /// The name that was written or removed.
    let name: String

    /// The octets of calendar data gained or lost.
    let bytes: Int

    /// The octets of dead properties gained or lost.
    var propertyBytes = 0

    /// The objects gained or lost: 1 when nothing was under the name before, -1 when nothing is any more.
    let objects: Int
}

extension CalendarStore {
    /// Writes down a change of a member: the calendar's revision and totals, and a name that goes or comes.
    ///
    /// The change of an object that is there is told by its own row.
    func record(_ delta: CalendarDelta, in calendar: LockedCalendar, in txn: any SQLTransaction) throws {
        if delta.objects < 0 { try rememberRemoval(of: delta.name, in: calendar, in: txn) }
        if delta.objects > 0, calendar.mayRememberRemoval { try forgetRemoval(of: delta.name, in: calendar, in: txn) }
        try txn.execute(
            """
            UPDATE calendar SET revision = ?, data_bytes = data_bytes + ?, property_bytes = property_bytes + ?,
                object_count = object_count + ?
            WHERE id = ?
            """,
            [
                .integer(calendar.revision), SQLValue(delta.bytes), SQLValue(delta.propertyBytes),
                SQLValue(delta.objects), .text(calendar.id.text),
            ]
        )
    }

    private func rememberRemoval(
        of name: String,
        in calendar: LockedCalendar,
        in txn: any SQLTransaction
    ) throws {
        try txn.execute(
            """
            INSERT INTO member_removal (calendar, name, revision) VALUES (?, ?, ?)
            ON CONFLICT (calendar, name) DO UPDATE SET revision = excluded.revision
            """,
            [.text(calendar.id.text), .text(name), .integer(calendar.revision)]
        )
    }

    private func forgetRemoval(of name: String, in calendar: LockedCalendar, in txn: any SQLTransaction) throws {
        try txn.execute(
            "DELETE FROM member_removal WHERE calendar = ? AND name = ?",
            [.text(calendar.id.text), .text(name)]
        )
    }

    /// Writes down that a collection was created, was changed, or arrived under a name.
    ///
    /// Readers who still know an earlier collection of that name, and have not heard of its removal, would keep its
    /// members. So their tokens become invalid.
    func recordArrival(of name: String, in home: LockedHome, in txn: any SQLTransaction) throws {
        let earlier = try txn.first(
            "SELECT revision FROM home_change WHERE home = ? AND name = ? AND removed = 1",
            [.text(home.id.text), .text(name)]
        )
        if let removal = try earlier?.integer("revision") {
            try forgetHistory(of: home.id, through: removal, in: txn)
        }
        try recordCollection(name, isRemoval: false, in: home, in: txn)
    }

    /// Writes down that a collection was removed, or moved away.
    func recordRemoval(of name: String, in home: LockedHome, in txn: any SQLTransaction) throws {
        try recordCollection(name, isRemoval: true, in: home, in: txn)
    }

    /// Makes the tokens of a home invalid that are older than a revision.
    func forgetHistory(of home: HomeID, through revision: Int64, in txn: any SQLTransaction) throws {
        try txn.execute(
            "UPDATE principal SET home_pruned_revision = ? WHERE home = ? AND home_pruned_revision < ?",
            [.integer(revision), .text(home.text), .integer(revision)]
        )
    }

    private func recordCollection(
        _ name: String,
        isRemoval: Bool,
        in home: LockedHome,
        in txn: any SQLTransaction
    ) throws {
        try txn.execute(
            """
            INSERT INTO home_change (home, name, revision, removed) VALUES (?, ?, ?, ?)
            ON CONFLICT (home, name) DO UPDATE SET revision = excluded.revision, removed = excluded.removed
            """,
            [.text(home.id.text), .text(name), .integer(home.revision), SQLValue(isRemoval)]
        )
    }
}
