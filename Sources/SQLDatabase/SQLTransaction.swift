/// One open transaction of a database.
///
/// It is valid only inside the closure that received it; using it afterwards is a programming fault and traps. All calls
/// are synchronous and run on the connection's own thread, so that no transaction ever waits for anything else.
///
/// Statements use `?` for arguments and only what SQLite and PostgreSQL both understand. One call is one statement.
package protocol SQLTransaction {
    /// Runs a statement that returns no rows.
    ///
    /// - Returns: The number of rows that it inserted, changed, or removed.
    /// - Throws: `SQLError.constraint`, `.busy`, `.full`, `.corrupt`, `.cancelled`, `.engine`.
    @discardableResult
    func execute(_ statement: String, _ arguments: [SQLValue]) throws(SQLError) -> Int

    /// Runs an INSERT that adds exactly one row to a table with an `INTEGER PRIMARY KEY`, and so has no `ON CONFLICT`.
    ///
    /// That costs less than `RETURNING`, for whose rows SQLite makes a table of its own. An INSERT that adds nothing is a
    /// programming fault and traps.
    ///
    /// - Returns: The number of the row, which is its `INTEGER PRIMARY KEY`.
    /// - Throws: `SQLError.constraint`, `.busy`, `.full`, `.corrupt`, `.cancelled`, `.engine`.
    func insert(_ statement: String, _ arguments: [SQLValue]) throws(SQLError) -> Int64

    /// Runs a statement and returns all its rows.
    ///
    /// - Throws: `SQLError.constraint`, `.busy`, `.full`, `.corrupt`, `.cancelled`, `.engine`.
    func query(_ statement: String, _ arguments: [SQLValue]) throws(SQLError) -> [SQLRow]

    /// Runs a statement and hands its rows to `body` one after the other, so that they need not fit in memory together.
    ///
    /// - Throws: `SQLError` as `query` does, and whatever `body` throws, which ends the iteration.
    func forEachRow(_ statement: String, _ arguments: [SQLValue], _ body: (SQLRow) throws -> Void) throws
}

extension SQLTransaction {
    /// Runs a statement without arguments that returns no rows.
    ///
    /// - Throws: `SQLError` as `execute(_:_:)`.
    @discardableResult
    package func execute(_ statement: String) throws(SQLError) -> Int {
        try execute(statement, [])
    }

    /// Runs a statement without arguments and returns all its rows.
    ///
    /// - Throws: `SQLError` as `query(_:_:)`.
    package func query(_ statement: String) throws(SQLError) -> [SQLRow] {
        try query(statement, [])
    }

    /// Runs a statement and returns its first row, or `nil` when there is none.
    ///
    /// - Throws: `SQLError` as `query(_:_:)`.
    package func first(_ statement: String, _ arguments: [SQLValue] = []) throws(SQLError) -> SQLRow? {
        try query(statement, arguments).first
    }
}
