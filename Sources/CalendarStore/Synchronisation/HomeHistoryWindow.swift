import SQLDatabase

/// A part of the history of a home: the changes after one revision and up to another.
///
/// Members are found calendar by calendar, so that they are in order only after all in the window were read. But no two
/// changes of a home have the same revision: a window has at most as many as it is wide, but for the members that came with
/// a calendar. Those all have its place, and follow it in the order that they have among themselves.
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
            SELECT name AS collection, NULL AS member, revision, NULL AS place, removed FROM home_change
            WHERE home = ? AND revision > ? AND revision <= ? AND (removed = 0 OR revision > ?)
            ORDER BY revision LIMIT ?
            """,
            [.text(home.text), .integer(start), .integer(end), .integer(base), SQLValue(limit)]
        ).map(HomeChange.init)
    }

    /// Returns the changes of the members of the home's collections, in their order, but those that came with their
    /// collection and were not changed since.
    ///
    /// - Throws: `SQLError`.
    func members(limit: Int, in txn: any SQLTransaction) throws -> [HomeChange] {
        try txn.query(
            """
            SELECT c.name AS collection, o.name AS member, o.revision AS revision, NULL AS place, 0 AS removed
            FROM calendar c JOIN calendar_object o ON o.calendar = c.id
            WHERE c.home = ? AND c.revision > ? AND c.removed IS NULL
                AND o.revision > \(Self.laterThanArrival) AND o.revision <= ?
            UNION ALL
            SELECT c.name AS collection, x.name AS member, x.revision AS revision, NULL AS place, 1 AS removed
            FROM calendar c JOIN member_removal x ON x.calendar = c.id
            WHERE c.home = ? AND c.revision > ? AND c.removed IS NULL
                AND x.revision > \(Self.laterThanArrival) AND x.revision <= ?
            ORDER BY revision LIMIT ?
            """,
            bounds(from: start) + bounds(from: max(start, base)) + [SQLValue(limit)]
        ).map(HomeChange.init)
    }

    /// The greater one of two revisions: that of an argument, given twice, and that at which the collection came.
    ///
    /// The members that came with it have lower revisions than that, of another history perhaps.
    private static let laterThanArrival = "CASE WHEN c.arrived > ? THEN c.arrived ELSE ? END"

    private func bounds(from revision: Int64) -> [SQLValue] {
        [.text(home.text), .integer(start), .integer(revision), .integer(revision), .integer(end)]
    }

    /// Returns the members that came with a collection of theirs in the window, and were not changed since, in their order.
    ///
    /// - Parameters:
    ///   - position: Where the reader is; the window begins there.
    ///   - limit: The greatest number of members.
    ///   - txn: The transaction.
    /// - Returns: The first of these members.
    /// - Throws: `SQLError`.
    func arrivals(from position: SyncPosition, limit: Int, in txn: any SQLTransaction) throws -> [HomeChange] {
        let collections = try txn.query(
            """
            SELECT id, name, arrived FROM calendar
            WHERE home = ? AND arrived > ? AND arrived <= ? AND removed IS NULL ORDER BY arrived
            """,
            [.text(home.text), .integer(position.place == nil ? start : start - 1), .integer(end)]
        )
        var found: [HomeChange] = []
        for row in collections where found.count < limit {
            let known = try row.integer("arrived") == start ? position.place ?? 0 : 0
            found += try arrivals(with: row, after: known, limit: limit - found.count, in: txn)
        }
        return found
    }

    private func arrivals(
        with collection: SQLRow,
        after place: Int64,
        limit: Int,
        in txn: any SQLTransaction
    ) throws -> [HomeChange] {
        let (name, arrived) = (try collection.text("name"), try collection.integer("arrived"))
        return try txn.query(
            """
            SELECT name, revision FROM calendar_object WHERE calendar = ? AND revision > ? AND revision < ?
            ORDER BY revision LIMIT ?
            """,
            [.text(try collection.text("id")), .integer(place), .integer(arrived), SQLValue(limit)]
        ).map { row in
            HomeChange(
                collection: name,
                member: try row.text("name"),
                revision: arrived,
                place: try row.integer("revision"),
                isRemoval: false
            )
        }
    }
}

extension HomeChange {
    /// Creates a change from a row of a window.
    fileprivate init(_ row: SQLRow) throws(SQLError) {
        collection = try row.text("collection")
        member = try row.optionalText("member")
        revision = try row.integer("revision")
        place = try row.optionalInteger("place")
        isRemoval = try row.flag("removed")
    }
}
