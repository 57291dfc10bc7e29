/// Changes that a reader did not know of, and the token of what he knows with them.
package struct SyncPage<Change: Sendable, Token: Sendable>: Sendable {
    /// The changes, in the order in which they happened; of each name only the last one.
    package let changes: [Change]

    /// The token to come back with.
    package let token: Token

    /// Whether there are more changes, so that the reader has to come back at once (RFC 6578 §3.6).
    package let isTruncated: Bool
}

extension SyncPage {
    /// Creates the page from one change more than it may have, or from all that there are.
    init(
        _ changes: [Change],
        limit: Int,
        from start: SyncPosition,
        history: SyncHistory,
        position: (Change) -> SyncPosition,
        token: (SyncPosition) -> Token
    ) {
        isTruncated = changes.count > limit
        self.changes = Array(changes.prefix(limit))
        if isTruncated, let last = self.changes.last {
            let reached = position(last)
            self.token = token(SyncPosition(revision: reached.revision, place: reached.place, base: start.base))
        } else {
            self.token = token(SyncPosition(revision: history.revision))
        }
    }
}
