import SQLDatabase

/// A transaction that counts its statements and the rows that they hand over.
final class RowCounter: SQLTransaction {
    private let transaction: any SQLTransaction

    /// The number of statements so far.
    private(set) var statements = 0

    /// The number of rows so far.
    private(set) var rows = 0

    /// Wraps a transaction.
    init(_ transaction: any SQLTransaction) {
        self.transaction = transaction
    }

    /// Counts a statement and runs it.
    func execute(_ statement: String, _ arguments: [SQLValue]) throws(SQLError) -> Int {
        statements += 1
        return try transaction.execute(statement, arguments)
    }

    /// Counts an INSERT and runs it.
    func insert(_ statement: String, _ arguments: [SQLValue]) throws(SQLError) -> Int64 {
        statements += 1
        return try transaction.insert(statement, arguments)
    }

    /// Counts a statement and its rows.
    func query(_ statement: String, _ arguments: [SQLValue]) throws(SQLError) -> [SQLRow] {
        statements += 1
        let found = try transaction.query(statement, arguments)
        rows += found.count
        return found
    }

    /// Counts a statement, and its rows as they come.
    func forEachRow(_ statement: String, _ arguments: [SQLValue], _ body: (SQLRow) throws -> Void) throws {
        statements += 1
        try transaction.forEachRow(statement, arguments) { row in
            rows += 1
            try body(row)
        }
    }
}
