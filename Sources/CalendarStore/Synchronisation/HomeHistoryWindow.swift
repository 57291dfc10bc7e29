import SQLDatabase

/// A part of the history of a home: the changes after one revision and up to another.
///
/// Members are found calendar by calendar, so that they are in order only after all in the window were read. But no two
/// changes of a home have the same revision: a window has at most as many as it is wide.
struct HomeHistoryWindow: Hashable {
    /// The home.
    let home: HomeID

    /// The revision after which the window begins.
    let start: Int64

    /// The last revision in the window.
    let end: Int64

    /// The revision up to which removals are not told.
    let base: Int64
}

extension HomeHistoryWindow {
    /// Cuts the window into ones that follow each other, each four times as wide as the one before.
    ///
    /// A page of changes is in the first of them when nothing was changed twice; and however long the gaps are that later
    /// changes of the same names have left, or a new beginning of all histories, the windows are few.
    func growing(from width: Int) -> some Sequence<HomeHistoryWindow> {
        sequence(state: (start: start, width: Int64(width))) { state -> HomeHistoryWindow? in
            guard state.start < end else { return nil }
            let stop = end - state.start > state.width ? state.start + state.width : end
            let window = HomeHistoryWindow(home: home, start: state.start, end: stop, base: base)
            state = (stop, min(state.width, .max / 4) * 4)
            return window
        }
    }

    /// Returns the changes of the home's collections, in their order.
    ///
    /// - Throws: `SQLError`.
    func collections(limit: Int, in txn: any SQLTransaction) throws -> [HomeChange] {
        try txn.query(
            """
            SELECT name AS collection, NULL AS member, revision, removed FROM home_change
            WHERE home = ? AND revision > ? AND revision <= ? AND (removed = 0 OR revision > ?)
            ORDER BY revision LIMIT ?
            """,
            [.text(home.text), .integer(start), .integer(end), .integer(base), SQLValue(limit)]
        ).map(HomeChange.init)
    }

    /// Returns the changes of the members of the home's collections, in their order.
    ///
    /// - Throws: `SQLError`.
    func members(limit: Int, in txn: any SQLTransaction) throws -> [HomeChange] {
        let bounds: [SQLValue] = [.text(home.text), .integer(start)]
        return try txn.query(
            """
            SELECT c.name AS collection, o.name AS member, o.revision AS revision, 0 AS removed
            FROM calendar c JOIN calendar_object o ON o.calendar = c.id
            WHERE c.home = ? AND c.revision > ? AND c.removed IS NULL AND o.revision > ? AND o.revision <= ?
            UNION ALL
            SELECT c.name AS collection, x.name AS member, x.revision AS revision, 1 AS removed
            FROM calendar c JOIN member_removal x ON x.calendar = c.id
            WHERE c.home = ? AND c.revision > ? AND c.removed IS NULL AND x.revision > ? AND x.revision <= ?
            ORDER BY revision LIMIT ?
            """,
            bounds + [.integer(start), .integer(end)] + bounds + [.integer(max(start, base)), .integer(end)]
                + [SQLValue(limit)]
        ).map(HomeChange.init)
    }
}

extension HomeChange {
    /// Creates a change from a row of a window.
    fileprivate init(_ row: SQLRow) throws(SQLError) {
        collection = try row.text("collection")
        member = try row.optionalText("member")
        revision = try row.integer("revision")
        isRemoval = try row.flag("removed")
    }
}
