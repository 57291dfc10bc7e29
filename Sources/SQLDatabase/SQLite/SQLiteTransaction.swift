import GRDB

/// A transaction on one connection of an SQLite database.
final class SQLiteTransaction: SQLTransaction {
    private var connection: Database?
    private let ticket: ReadTicket?

    private init(_ connection: Database, _ ticket: ReadTicket?) {
        self.connection = connection
        self.ticket = ticket
    }

    /// Hands a transaction to `body` and makes it unusable when `body` ends.
    ///
    /// - Parameters:
    ///   - connection: The connection, in a transaction.
    ///   - ticket: What tells that nobody waits for a read any more: it runs no further statement then.
    ///   - body: What is done in the transaction.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws.
    static func run<Value>(
        on connection: Database,
        under ticket: ReadTicket? = nil,
        _ body: (any SQLTransaction) throws -> Value
    ) rethrows -> Value {
        let transaction = SQLiteTransaction(connection, ticket)
        defer { transaction.connection = nil }
        return try body(transaction)
    }

    /// Runs a prepared statement, kept for the next time, and counts the rows that it changed itself.
    func execute(_ statement: String, _ arguments: [SQLValue]) throws(SQLError) -> Int {
        try translated { database in
            let before = database.totalChangesCount
            try StatementRun(of: try database.cachedStatement(sql: statement)).execute(with: arguments)
            // The total counts cascades too; the other counter keeps its value when a statement changes nothing.
            return database.totalChangesCount == before ? 0 : database.changesCount
        }
    }

    /// Runs a prepared INSERT, kept for the next time, and returns the number of its row.
    func insert(_ statement: String, _ arguments: [SQLValue]) throws(SQLError) -> Int64 {
        try translated { database in
            let before = database.totalChangesCount
            try StatementRun(of: try database.cachedStatement(sql: statement)).execute(with: arguments)
            precondition(database.totalChangesCount > before, "An INSERT that is asked for its number adds a row.")
            return database.lastInsertedRowID
        }
    }

    /// Runs a prepared statement, kept for the next time, and copies its rows.
    func query(_ statement: String, _ arguments: [SQLValue]) throws(SQLError) -> [SQLRow] {
        try translated { database in
            let prepared = try database.cachedStatement(sql: statement)
            var rows: [SQLRow] = []
            try visit(prepared, arguments) { rows.append($0) }
            return rows
        }
    }

    /// Runs a statement of its own and copies one row after the other.
    func forEachRow(_ statement: String, _ arguments: [SQLValue], _ body: (SQLRow) throws -> Void) throws {
        // A statement of its own: `body` may run the same text again while this one is under way.
        let prepared = try translated { database in try database.makeStatement(sql: statement) }
        do {
            try visit(prepared, arguments, body)
        } catch {
            throw SQLError.translating(error)
        }
    }

    private func visit(
        _ statement: Statement,
        _ arguments: [SQLValue],
        _ body: (SQLRow) throws -> Void
    ) throws {
        try Task.checkCancellation()
        if let ticket, ticket.isCancelled { throw CancellationError() }
        let run = StatementRun(of: statement)
        try run.bind(arguments)
        while let row = try run.next() { try body(row) }
    }

    private func translated<Value>(_ body: (Database) throws -> Value) throws(SQLError) -> Value {
        guard let connection else { preconditionFailure("A transaction is used only inside its closure.") }
        do {
            try connection.requireTransaction()
            return try body(connection)
        } catch {
            throw SQLError(error)
        }
    }
}
