package import SQLDatabase

extension CalendarStore {
    /// Returns what changed in a calendar since a token, or all that there is.
    ///
    /// - Parameters:
    ///   - calendar: The calendar.
    ///   - token: What the reader knows, or `nil` for nothing.
    ///   - limit: The greatest number of changes, at least one.
    ///   - txn: The transaction, which gives the changes and the token of one moment.
    /// - Returns: The changes, and the token of what the reader knows with them.
    /// - Throws: `CalendarStoreError.calendarNotFound`, `.syncTokenInvalid`; `SQLError`.
    package func synchronise(
        _ calendar: CalendarID,
        since token: SyncToken?,
        limit: Int,
        in txn: any SQLTransaction
    ) throws -> SyncPage<CalendarChange, SyncToken> {
        precondition(limit > 0, "A page has room for a change.")
        let history = try history(of: calendar, in: txn)
        // RFC 6578 §3.2 (DAV:valid-sync-token): the token "MUST be a valid token previously returned by the server for
        // the collection targeted by the request-URI".
        if let token, token.calendar != calendar || !history.reaches(back: token.position) {
            throw CalendarStoreError.syncTokenInvalid(token.description)
        }
        let start = token?.position ?? history.start
        return SyncPage(
            history.ends(at: start)
                ? []
                : try changes(in: calendar, after: start.revision, base: start.base ?? 0, limit: limit + 1, in: txn),
            limit: limit,
            from: start,
            history: history,
            position: { SyncPosition(revision: $0.revision) },
            token: { SyncToken(calendar: calendar, position: $0) }
        )
    }

    /// Returns the names of a calendar that changed after a revision, in the order of their last change.
    ///
    /// A name that was created and removed since then is reported as removed, unless it was removed up to the revision
    /// `base`. Fewer than `limit` changes mean that there are no more.
    ///
    /// - Throws: `SQLError`.
    package func changes(
        in calendar: CalendarID,
        after revision: Int64,
        base: Int64 = 0,
        limit: Int,
        in txn: any SQLTransaction
    ) throws -> [CalendarChange] {
        try txn.query(
            """
            SELECT name, revision, 0 AS removed FROM calendar_object WHERE calendar = ? AND revision > ?
            UNION ALL
            SELECT name, revision, 1 AS removed FROM member_removal WHERE calendar = ? AND revision > ?
            ORDER BY revision LIMIT ?
            """,
            [
                .text(calendar.text), .integer(revision), .text(calendar.text), .integer(max(revision, base)),
                SQLValue(limit),
            ]
        ).map { row in
            CalendarChange(
                name: try row.text("name"),
                revision: try row.integer("revision"),
                isRemoval: try row.flag("removed")
            )
        }
    }

    private func history(of calendar: CalendarID, in txn: any SQLTransaction) throws -> SyncHistory {
        let row = try txn.first("SELECT revision, pruned_revision FROM calendar WHERE id = ?", [.text(calendar.text)])
        guard let row else { throw CalendarStoreError.calendarNotFound(calendar) }
        return SyncHistory(
            revision: try row.integer("revision"),
            prunedRevision: try row.integer("pruned_revision")
        )
    }
}
