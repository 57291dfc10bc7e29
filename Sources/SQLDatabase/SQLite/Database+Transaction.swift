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
