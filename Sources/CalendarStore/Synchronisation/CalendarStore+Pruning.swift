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
    ///   - txn: The transaction.
    /// - Returns: The number of homes visited; fewer than `limit` mean that none is due any more.
    /// - Throws: `SQLError`.
    package func pruneHistories(
        visitedBefore date: Date,
        now: Date,
        limit: Int,
        in txn: any SQLTransaction
    ) throws -> Int {
        let due = try txn.query(
            """
            SELECT home, history_mark FROM principal WHERE history_marked < ?
            ORDER BY history_marked, home LIMIT ?
            """,
            [SQLValue(date), SQLValue(limit)]
        )
        for row in due {
            let home = try row.parsed("home", HomeID.init(parsing:))
            try prune(home, through: try row.integer("history_mark"), in: txn)
            try txn.execute(
                "UPDATE principal SET history_mark = home_revision, history_marked = ? WHERE home = ?",
                [SQLValue(now), .text(home.text)]
            )
        }
        return due.count
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

    private func prune(_ home: HomeID, through revision: Int64, in txn: any SQLTransaction) throws {
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
            DELETE FROM member_removal WHERE calendar IN (SELECT id FROM calendar WHERE home = ?) AND revision <= ?
            """,
            [.text(home.text), .integer(revision)]
        )
        let collections = try txn.execute(
            "DELETE FROM home_change WHERE home = ? AND removed = 1 AND revision <= ?",
            [.text(home.text), .integer(revision)]
        )
        if members + collections > 0 { try forgetHistory(of: home, through: revision, in: txn) }
    }
}
