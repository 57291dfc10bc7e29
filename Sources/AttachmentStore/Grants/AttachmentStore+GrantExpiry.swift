package import FoundationEssentials
package import SQLDatabase

extension AttachmentStore {
    /// Ends grants of which nothing was heard for too long.
    ///
    /// The caller discards the references of those that were opened, since bytes may be stored under them.
    ///
    /// - Parameters:
    ///   - state: `granted` for those that nobody used, `opened` for those whose upload does not go on.
    ///   - instant: Those go that were given before it, or heard of last.
    ///   - now: The instant at which they end.
    ///   - limit: The most grants to end.
    ///   - txn: The transaction.
    /// - Returns: At most `limit` grants as they were, those first that were given first; fewer mean that there are no
    ///   more.
    /// - Throws: `SQLError`.
    package func giveUpGrants(
        _ state: UploadGrant.State,
        before instant: Date,
        now: Date,
        limit: Int,
        in txn: any SQLTransaction
    ) throws -> [UploadGrant] {
        precondition(state.isOpen, "Only what is open can be given up.")
        let last = state == .opened ? "opened" : "created"
        // A grant is opened after it was given: the first condition follows from the second, and is the one with an index.
        let late = try txn.query(
            """
            SELECT \(UploadGrantRow.columns) FROM upload_grant WHERE state = ? AND created < ? AND \(last) < ?
            ORDER BY created LIMIT ?
            """,
            [.text(state.rawValue), SQLValue(instant), SQLValue(instant), SQLValue(limit)]
        ).map(UploadGrantRow.grant)
        for grant in late { try end(grant.reference, as: .givenUp, now: now, in: txn) }
        return late
    }

    /// Ends every open grant, as after a restore: the nodes' bytes of what came since the backup are the recount's.
    ///
    /// - Returns: How many were open.
    /// - Throws: `SQLError`.
    @discardableResult
    package func giveUpAllGrants(now: Date, in txn: any SQLTransaction) throws -> Int {
        try txn.execute(
            "UPDATE upload_grant SET state = 'given-up', ended = ? WHERE state IN ('granted', 'opened')",
            [SQLValue(now)]
        )
    }

    /// Forgets grants that ended long ago.
    ///
    /// - Parameters:
    ///   - instant: Those go that were given, and ended, before it.
    ///   - limit: The most grants to forget.
    ///   - txn: The transaction.
    /// - Returns: How many went; fewer than `limit` mean that there are no more.
    /// - Throws: `SQLError`.
    package func forgetGrants(endedBefore instant: Date, limit: Int, in txn: any SQLTransaction) throws -> Int {
        // A grant ends after it was given: the first condition follows from the second, and is the one with an index.
        try txn.execute(
            """
            DELETE FROM upload_grant WHERE reference IN (
                SELECT reference FROM upload_grant
                WHERE state IN ('completed', 'refused', 'given-up') AND created < ? AND ended < ? LIMIT ?
            )
            """,
            [SQLValue(instant), SQLValue(instant), SQLValue(limit)]
        )
    }
}
