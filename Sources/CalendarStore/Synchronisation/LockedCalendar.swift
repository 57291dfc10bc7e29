import SQLDatabase

/// A home whose row this transaction has locked, with the revision that the write gets in its history.
struct LockedHome {
    /// The identifier.
    let id: HomeID

    /// The home's revision after the write.
    let revision: Int64
}

/// A calendar whose row, and that of its home, this transaction has locked, with the revisions that the write gets.
struct LockedCalendar {
    /// The identifier.
    let id: CalendarID

    /// The segment of the calendar's path, decoded.
    let name: String

    /// What the collection is for.
    let kind: CalendarKind

    /// The calendar's revision after the write.
    let revision: Int64

    /// The home.
    let home: LockedHome
}

extension CalendarStore {
    /// Locks the row of a home until the end of the transaction and gives the write its revision.
    ///
    /// Homes are always locked before calendars, so that two writes to one home never wait for each other.
    func lock(_ home: HomeID, in txn: any SQLTransaction) throws -> LockedHome {
        let locked = try lockHome(where: "?", is: home.text, in: txn)
        guard let locked else { throw CalendarStoreError.homeNotFound(home) }
        return locked
    }

    /// Locks the row of a calendar's home until the end of the transaction and gives the write its revision.
    func lockHome(of calendar: CalendarID, in txn: any SQLTransaction) throws -> LockedHome {
        let locked = try lockHome(where: "(SELECT home FROM calendar WHERE id = ?)", is: calendar.text, in: txn)
        guard let locked else { throw CalendarStoreError.calendarNotFound(calendar) }
        return locked
    }

    /// Locks the rows of a calendar and of its home until the end of the transaction and gives the write its revisions.
    func lock(_ calendar: CalendarID, in txn: any SQLTransaction) throws -> LockedCalendar {
        let home = try lockHome(of: calendar, in: txn)
        let rows = try txn.query(
            """
            UPDATE calendar SET revision = revision + 1 WHERE id = ? AND removed IS NULL
            RETURNING name, kind, revision
            """,
            [.text(calendar.text)]
        )
        guard let row = rows.first else { throw CalendarStoreError.calendarNotFound(calendar) }
        return LockedCalendar(
            id: calendar,
            name: try row.text("name"),
            kind: try row.parsed("kind", CalendarKind.init(rawValue:)),
            revision: try row.integer("revision"),
            home: home
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

    private func lockHome(where key: String, is value: String, in txn: any SQLTransaction) throws -> LockedHome? {
        try txn.query(
            """
            UPDATE principal SET home_revision = home_revision + 1 WHERE home = \(key)
            RETURNING home, home_revision
            """,
            [.text(value)]
        ).first.map { row in
            LockedHome(
                id: try row.parsed("home", HomeID.init(parsing:)),
                revision: try row.integer("home_revision")
            )
        }
    }
}
