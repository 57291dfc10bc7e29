import GRDB

/// The end of a write transaction: whether it is known to be committed, known to be rolled back, or neither.
enum SQLiteCommit {
    /// Runs `body` in an immediate transaction and commits it.
    ///
    /// - Throws: `SQLError.unknownOutcome` when COMMIT failed in a way that does not tell its outcome; otherwise
    ///   whatever `body` or the engine throws, with the transaction rolled back.
    static func run<Value>(on database: Database, _ body: (any SQLTransaction) throws -> Value) throws -> Value {
        var value: Value?
        do {
            try database.inTransaction(.immediate) {
                value = try SQLiteTransaction.run(on: database, body)
                return .commit
            }
        } catch {
            throw value == nil ? error : failure(ofCommit: error)
        }
        guard let value else { preconditionFailure("A transaction that was committed has a value.") }
        return value
    }

    /// Returns the error of a transaction whose body had returned when the engine threw.
    private static func failure(ofCommit error: any Error) -> any Error {
        guard let error = error as? DatabaseError else { return error }
        guard !isKnownRollback(code: error.resultCode.rawValue) else { return SQLError(error) }
        return SQLError.unknownOutcome(message: error.message ?? "\(error.resultCode)")
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
