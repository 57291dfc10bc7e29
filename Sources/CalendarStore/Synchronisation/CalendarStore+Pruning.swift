package import FoundationEssentials
package import SQLDatabase

extension CalendarStore {
    /// Forgets old removals in homes that are due, and marks how far their histories are now.
    ///
    /// The next time that a home is due, the removals before that mark are forgotten. So each is remembered for as long
    /// as homes are left between two visits, and twice that at most. Tokens from before a removal that was forgotten
    /// become invalid; RFC 6578 §3.2: "servers MUST limit themselves to invalidating tokens only when absolutely
    /// necessary", so that a history without removals keeps them all.
    ///
    /// - Parameters:
    ///   - date: Homes that were visited before it are due.
    ///   - now: The instant of the visit.
    ///   - limit: The greatest number of homes to visit.
    ///   - names: The greatest number of names of members to forget. A home that has more stays due; but what it is about to
    ///     forget is no longer told.
    ///   - txn: The transaction.
    /// - Returns: The number of homes visited to their ends, and whether none is due any more.
    /// - Throws: `SQLError`.
    package func pruneHistories(
        visitedBefore date: Date,
        now: Date,
        limit: Int,
        forgetting names: Int,
        in txn: any SQLTransaction
    ) throws -> (homes: Int, isDone: Bool) {
        let due = try txn.query(
            """
            SELECT home, history_mark FROM principal WHERE history_marked < ?
            ORDER BY history_marked, home LIMIT ?
            """,
            [SQLValue(date), SQLValue(limit)]
        )
        var room = names
        for (visited, row) in due.enumerated() {
            let home = try row.parsed("home", HomeID.init(parsing:))
            room -= try prune(home, through: try row.integer("history_mark"), limit: room, in: txn)
            guard room > 0 else { return (visited, false) }
            try txn.execute(
                "UPDATE principal SET history_mark = home_revision, history_marked = ? WHERE home = ?",
                [SQLValue(now), .text(home.text)]
            )
        }
        return (due.count, due.count < limit)
    }

    /// Makes all sync tokens invalid that were ever handed out.
    ///
    /// After a database was restored from a backup it would use revisions a second time, for other changes than those
    /// that readers have seen. So all histories go on far beyond any revision that the lost ones can have reached.
    ///
    /// - Throws: `SQLError`.
    package func beginNewHistories(in txn: any SQLTransaction) throws {
        let leap = SQLValue.integer(1 << 32)
        try txn.execute(
            "UPDATE calendar SET revision = revision + ?, pruned_revision = revision + ?",
            [leap, leap]
        )
        try txn.execute(
            "UPDATE principal SET home_revision = home_revision + ?, home_pruned_revision = home_revision + ?",
            [leap, leap]
        )
    }

    /// Forgets removals of members, as many as there is room for, and those of collections.
    ///
    /// - Returns: The number of members.
    private func prune(
        _ home: HomeID,
        through revision: Int64,
        limit: Int,
        in txn: any SQLTransaction
    ) throws -> Int {
        let latest = """
            (SELECT MAX(x.revision) FROM member_removal x WHERE x.calendar = calendar.id AND x.revision <= ?)
            """
        // What was forgotten stays forgotten: a history that began anew has a place beyond all removals from before.
        try txn.execute(
            "UPDATE calendar SET pruned_revision = \(latest) WHERE home = ? AND pruned_revision < \(latest)",
            [.integer(revision), .text(home.text), .integer(revision)]
        )
        let members = try txn.execute(
            """
            DELETE FROM member_removal WHERE (calendar, name) IN (
                SELECT x.calendar, x.name FROM calendar c JOIN member_removal x ON x.calendar = c.id
                WHERE c.home = ? AND x.revision <= ? LIMIT ?
            )
            """,
            [.text(home.text), .integer(revision), SQLValue(limit)]
        )
        let collections = try txn.execute(
            "DELETE FROM home_change WHERE home = ? AND removed = 1 AND revision <= ?",
            [.text(home.text), .integer(revision)]
        )
        if members + collections > 0 { try forgetHistory(of: home, through: revision, in: txn) }
        return members
    }
}
