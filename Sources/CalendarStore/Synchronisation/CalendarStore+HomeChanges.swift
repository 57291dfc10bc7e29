package import SQLDatabase

extension CalendarStore {
    /// Returns the token of a home as it is now, or `nil` when there is no such home.
    ///
    /// - Throws: `SQLError`.
    package func syncToken(of home: HomeID, in txn: any SQLTransaction) throws -> HomeSyncToken? {
        try history(of: home, in: txn).map { history in
            HomeSyncToken(home: home, position: SyncPosition(revision: history.revision))
        }
    }

    /// Returns what changed in a home since a token, or all that there is.
    ///
    /// The tokens of both levels are the same, so that a reader may go from one to the other; but one who goes deeper has
    /// to begin with nothing.
    ///
    /// - Parameters:
    ///   - home: The home.
    ///   - level: Whether the members of the collections are told too.
    ///   - token: What the reader knows, or `nil` for nothing.
    ///   - limit: The greatest number of changes, at least one.
    ///   - txn: The transaction, which gives the changes and the token of one moment.
    /// - Returns: The changes, and the token of what the reader knows with them.
    /// - Throws: `CalendarStoreError.homeNotFound`, `.syncTokenInvalid`; `SQLError`.
    package func synchronise(
        _ home: HomeID,
        level: SyncLevel,
        since token: HomeSyncToken?,
        limit: Int,
        in txn: any SQLTransaction
    ) throws -> SyncPage<HomeChange, HomeSyncToken> {
        precondition(limit > 0, "A page has room for a change.")
        guard let history = try history(of: home, in: txn) else { throw CalendarStoreError.homeNotFound(home) }
        // RFC 6578 §3.2 (DAV:valid-sync-token): the token "MUST be a valid token previously returned by the server for
        // the collection targeted by the request-URI".
        if let token, token.home != home || !history.reaches(back: token.position) {
            throw CalendarStoreError.syncTokenInvalid(token.description)
        }
        let start = token?.position ?? history.start
        return SyncPage(
            history.ends(at: start)
                ? []
                : try changes(in: home, level: level, from: start, to: history.revision, limit: limit + 1, in: txn),
            limit: limit,
            from: start,
            history: history,
            position: \.position,
            token: { HomeSyncToken(home: home, position: $0) }
        )
    }

    private func changes(
        in home: HomeID,
        level: SyncLevel,
        from position: SyncPosition,
        to end: Int64,
        limit: Int,
        in txn: any SQLTransaction
    ) throws -> [HomeChange] {
        let whole = HomeHistoryWindow(home: home, start: position.revision, end: end, base: position.base ?? 0)
        let collections = try whole.collections(limit: limit, in: txn)
        guard level == .infinite else { return collections }
        let arrivals = try whole.arrivals(from: position, limit: limit, in: txn)
        var members: [HomeChange] = []
        for window in whole.growing(from: limit) where members.count < limit {
            members += try window.members(limit: limit - members.count, in: txn)
        }
        return Array((collections + arrivals + members).sorted { $0.position < $1.position }.prefix(limit))
    }

    private func history(of home: HomeID, in txn: any SQLTransaction) throws -> SyncHistory? {
        try txn.first(
            "SELECT home_revision, home_pruned_revision FROM principal WHERE home = ?",
            [.text(home.text)]
        ).map { row in
            SyncHistory(
                revision: try row.integer("home_revision"),
                prunedRevision: try row.integer("home_pruned_revision")
            )
        }
    }
}
