import SQLDatabase

/// A home whose row this transaction has locked, with the revision that the write gets in its history.
struct LockedHome {
    /// The identifier.
    let id: HomeID

    /// The home's revision after the write.
    let revision: Int64
}

/// A calendar that no other transaction writes to, since this one has locked the row of its home.
struct LockedCalendar {
    /// The identifier.
    let id: CalendarID

    /// What the collection is for.
    let kind: CalendarKind

    /// The home.
    let home: LockedHome

    /// Whether the calendar may remember that an earlier object of the name was removed to which this transaction writes.
    var mayRememberRemoval = true

    /// The revision that the write gets in the history of the calendar, which is part of that of the home.
    var revision: Int64 { home.revision }
}

extension CalendarStore {
    /// Locks the row of a home until the end of the transaction and gives the write its revision.
    func lock(_ home: HomeID, in txn: any SQLTransaction) throws -> LockedHome {
        let row = try txn.first(
            """
            UPDATE principal SET home_revision = home_revision + 1 WHERE home = ? AND NOT (\(RemovedHome.condition))
            RETURNING home_revision
            """,
            [.text(home.text)]
        )
        guard let row else { throw CalendarStoreError.homeNotFound(home) }
        return LockedHome(id: home, revision: try row.integer("home_revision"))
    }

    /// Gives a write in a locked home a revision beyond one of another history too.
    ///
    /// A calendar that comes from a home with a longer history takes it along, so that none of its members is told as changed
    /// after its arrival, and none of its old tokens will ever be good again.
    func lock(_ home: LockedHome, beyond revision: Int64, in txn: any SQLTransaction) throws -> LockedHome {
        guard revision >= home.revision else { return home }
        try txn.execute(
            "UPDATE principal SET home_revision = ? WHERE home = ?",
            [.integer(revision + 1), .text(home.id.text)]
        )
        return LockedHome(id: home.id, revision: revision + 1)
    }

    /// Locks the row of a calendar's home until the end of the transaction and gives the write its revision.
    ///
    /// Every write in a home locks that row first, so that the calendar's own needs no lock.
    func lock(_ calendar: CalendarID, in txn: any SQLTransaction) throws -> LockedCalendar {
        let row = try txn.first(
            """
            UPDATE principal SET home_revision = home_revision + 1
            WHERE home = (SELECT home FROM calendar WHERE id = ? AND removed IS NULL)
            RETURNING home, home_revision, (SELECT kind FROM calendar WHERE id = ?) AS kind
            """,
            [.text(calendar.text), .text(calendar.text)]
        )
        guard let row else { throw CalendarStoreError.calendarNotFound(calendar) }
        return LockedCalendar(
            id: calendar,
            kind: try row.parsed("kind", CalendarKind.init(rawValue:)),
            home: LockedHome(
                id: try row.parsed("home", HomeID.init(parsing:)),
                revision: try row.integer("home_revision")
            )
        )
    }

    /// Locks two calendars, always in the same order of their homes, so that two moves can not wait for each other.
    ///
    /// One calendar given twice gets two revisions, for the removal and for the arrival.
    func lock(
        _ first: CalendarID,
        _ second: CalendarID,
        in txn: any SQLTransaction
    ) throws -> (LockedCalendar, LockedCalendar) {
        guard try home(of: second, in: txn).text < home(of: first, in: txn).text else {
            return (try lock(first, in: txn), try lock(second, in: txn))
        }
        let lower = try lock(second, in: txn)
        return (try lock(first, in: txn), lower)
    }

    private func home(of calendar: CalendarID, in txn: any SQLTransaction) throws -> HomeID {
        let row = try txn.first("SELECT home FROM calendar WHERE id = ?", [.text(calendar.text)])
        guard let row else { throw CalendarStoreError.calendarNotFound(calendar) }
        return try row.parsed("home", HomeID.init(parsing:))
    }
}
