import GRDB

/// The end of a write transaction: whether it is known to be committed, known to be rolled back, or neither.
enum SQLiteCommit {
    /// Returns the error of those who wrote, when COMMIT failed in a way that does not tell its outcome.
    ///
    /// - Returns: `SQLError.unknownOutcome`, or `nil` when nothing was written for certain.
    static func unknownOutcome(of error: any Error) -> SQLError? {
        guard let error = error as? DatabaseError, !isKnownRollback(code: error.resultCode.rawValue) else { return nil }
        return .unknownOutcome(message: error.message ?? "\(error.resultCode)")
    }

    /// Tells whether COMMIT certainly took no effect when it failed with this primary result code.
    ///
    /// A busy database, a constraint checked at commit, and a transaction that the engine had already rolled back are
    /// such cases. So is a full disk: the engine says it of a write alone, never of a sync, and the last frame that a
    /// commit writes is the one that makes it valid (SQLite, "The Write-Ahead Log File Format" §4.4). After anything
    /// else, first of all a failed sync, that frame may be in the log and come back at the next recovery.
    static func isKnownRollback(code: Int32) -> Bool {
        switch ResultCode(rawValue: code) {
        case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_CONSTRAINT, .SQLITE_ABORT, .SQLITE_FULL: true
        default: false
        }
    }
}
