import GRDB

extension Database {
    /// Checks that the engine did not roll the whole transaction back, as it may do on a full disk, on a failed read or
    /// write, and when a statement is interrupted.
    ///
    /// A statement that ran after that would be a transaction by itself.
    ///
    /// - Throws: `DatabaseError` with `SQLITE_ABORT`.
    func requireTransaction() throws(DatabaseError) {
        guard isInsideTransaction else {
            throw DatabaseError(resultCode: .SQLITE_ABORT, message: "the engine rolled the transaction back")
        }
    }
}

extension Database {
    /// Runs `body` in a read transaction, by statements that stay prepared.
    ///
    /// They are run by the engine's own calls, so that the library sees the transaction neither begin nor end. It is for
    /// connections that only read: on them there is nothing for the library to watch over.
    func withSnapshot<Value>(_ body: () throws -> Value) throws -> Value {
        precondition(configuration.readonly, "A snapshot is taken on a connection that only reads.")
        _ = try StatementRun(of: cachedStatement(sql: "BEGIN DEFERRED TRANSACTION")).next()
        defer {
            // Nothing was written, so that it ends all the same however it is ended. What interrupts a read whose task was
            // cancelled may come as late as this; it comes once.
            for _ in 0..<2 where isInsideTransaction {
                _ = try? StatementRun(of: cachedStatement(sql: "ROLLBACK TRANSACTION")).next()
            }
        }
        return try body()
    }

    /// Runs `body` in an immediate transaction, by statements that stay prepared, and ends it as `body` says.
    ///
    /// - Throws: `DatabaseError`, or whatever `body` throws; the transaction is then rolled back, unless COMMIT failed
    ///   in a way that does not tell its outcome.
    func inImmediateTransaction(_ body: () throws -> TransactionCompletion) throws {
        try cachedStatement(sql: "BEGIN IMMEDIATE TRANSACTION").execute()
        do {
            guard case .commit = try body() else { return try rollBackIfOpen() }
            try requireTransaction()
            try cachedStatement(sql: "COMMIT TRANSACTION").execute()
        } catch {
            // The first error tells what happened.
            try? rollBackIfOpen()
            throw error
        }
    }

    private func rollBackIfOpen() throws {
        guard isInsideTransaction else { return }
        try cachedStatement(sql: "ROLLBACK TRANSACTION").execute()
    }
}
