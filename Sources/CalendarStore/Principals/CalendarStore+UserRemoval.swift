package import FoundationEssentials
package import SQLDatabase

extension CalendarStore {
    /// Removes a user with the home and its calendars, at once and as a whole for everybody who reads.
    ///
    /// The name can be had by another user from then on. The rows of the home stay, under a name that nobody can have, until
    /// they are cleared bit by bit in transactions of their own: its calendars as any that are removed, and what is left by
    /// ``clearHome(_:limit:in:)``. Attachments are another store's: the caller removes those of the home, too.
    ///
    /// - Returns: The home that was removed; its identifier is never used again.
    /// - Throws: `CalendarStoreError.principalNotFound`; `SQLError`.
    @discardableResult
    package func removeUser(_ uid: UserID, now: Date, in txn: any SQLTransaction) throws -> HomeID {
        guard let home = try principal(uid, in: txn)?.home else { throw CalendarStoreError.principalNotFound(uid) }
        // What refers to the name of the user goes before it.
        for table in ["principal_address", "principal_credential", "principal_property"] {
            try txn.execute("DELETE FROM \(table) WHERE principal = ?", [.text(uid.text)])
        }
        try txn.execute(
            "UPDATE principal SET uid = ?, password_hash = NULL WHERE uid = ?",
            [.text(RemovedHome.rowName(home)), .text(uid.text)]
        )
        try removeCalendars(of: home, now: now, in: txn)
        return home
    }

    /// Returns homes of which something is left although their users were removed.
    ///
    /// - Throws: `SQLError`.
    package func removedHomes(in txn: any SQLTransaction) throws -> [HomeID] {
        try txn.query("SELECT home FROM principal WHERE \(RemovedHome.condition) ORDER BY uid").map { row in
            try row.parsed("home", HomeID.init(parsing:))
        }
    }

    /// Clears the history of a removed home without calendars, and with the last of it the home itself.
    ///
    /// - Parameters:
    ///   - home: The home.
    ///   - limit: The greatest number of names to forget.
    ///   - txn: The transaction.
    /// - Returns: Whether nothing is left.
    /// - Throws: `SQLError`.
    package func clearHome(_ home: HomeID, limit: Int, in txn: any SQLTransaction) throws -> Bool {
        let key = SQLValue.text(home.text)
        let forgotten = try txn.execute(
            """
            DELETE FROM home_change WHERE home = ? AND name IN
                (SELECT name FROM home_change WHERE home = ? ORDER BY name LIMIT ?)
            """,
            [key, key, SQLValue(limit)]
        )
        guard forgotten < limit else { return false }
        try txn.execute("DELETE FROM principal WHERE uid = ?", [.text(RemovedHome.rowName(home))])
        return true
    }
}

/// The row of a principal who was removed.
enum RemovedHome {
    /// The condition that a row is one; `principal.uid` is its primary key.
    static let condition = "uid > 'removed/' AND uid < 'removed0'"

    /// The name that the row has; no name of a principal has a slash in it.
    static func rowName(_ home: HomeID) -> String { "removed/\(home.text)" }
}
