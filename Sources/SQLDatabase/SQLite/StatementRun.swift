import GRDB
import GRDBSQLite

/// One run of a prepared statement: its arguments, and its rows one after the other.
///
/// It makes the engine's own calls. GRDB's arguments box each value, and its rows make a table of the columns' names at
/// each run; together they take longer than the engine needs to find a row by its key.
struct StatementRun: ~Copyable {
    private let statement: Statement
    private let columns: [String]

    /// Makes the run of a statement of which no other run is under way.
    init(of statement: Statement) {
        self.statement = statement
        columns = statement.columnNames
    }

    deinit {
        // A statement under way would keep its transaction from ending; and what was bound may be large.
        unsafe sqlite3_reset(statement.sqliteStatement)
        unsafe sqlite3_clear_bindings(statement.sqliteStatement)
    }

    /// Sets the values of all placeholders, in their order, before the first row.
    ///
    /// - Throws: `DatabaseError`; with `SQLITE_MISUSE` where there are more or fewer values than placeholders.
    func bind(_ arguments: [SQLValue]) throws(DatabaseError) {
        guard unsafe Int(sqlite3_bind_parameter_count(statement.sqliteStatement)) == arguments.count else {
            throw DatabaseError(
                resultCode: .SQLITE_MISUSE,
                message: "the statement has another number of placeholders than of arguments",
                sql: statement.sql
            )
        }
        for (position, argument) in arguments.enumerated() {
            let code = argument.bind(to: statement, at: Int32(position + 1))
            guard code == SQLITE_OK else { throw error(code) }
        }
    }

    /// Returns the next row, or nil after the last one.
    ///
    /// - Throws: `DatabaseError`.
    func next() throws(DatabaseError) -> SQLRow? {
        switch unsafe sqlite3_step(statement.sqliteStatement) {
        case SQLITE_ROW: SQLRow(columns: columns, values: columns.indices.map { SQLValue(statement, at: Int32($0)) })
        case SQLITE_DONE: nil
        case let code: throw error(code)
        }
    }

    /// Runs the statement to its end by the library, which watches over what is written.
    ///
    /// - Throws: `DatabaseError`.
    func execute(with arguments: [SQLValue]) throws {
        // Tells the library to leave the placeholders alone.
        statement.setUncheckedArguments(StatementArguments())
        try bind(arguments)
        try statement.execute()
    }

    private func error(_ code: Int32) -> DatabaseError {
        let connection = unsafe sqlite3_db_handle(statement.sqliteStatement)
        let message = unsafe sqlite3_errmsg(connection).map { text in unsafe String(cString: text) }
        return DatabaseError(resultCode: ResultCode(rawValue: code), message: message, sql: statement.sql)
    }
}
