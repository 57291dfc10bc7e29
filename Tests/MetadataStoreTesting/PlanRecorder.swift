package import SQLDatabase

/// A transaction that asks SQLite for the plan of every statement that it runs.
///
/// It shows which statements look at every row of a table where they should find theirs by a key.
package final class PlanRecorder: SQLTransaction {
    private let transaction: any SQLTransaction

    /// The number of statements that were run.
    package private(set) var statementCount = 0

    private var scanning: Set<String> = []
    private var sorting: Set<String> = []
    private var searching: Set<String> = []

    /// Wraps a transaction of an SQLite database.
    package init(_ transaction: any SQLTransaction) {
        self.transaction = transaction
    }

    /// The statements that scanned a table or an index, each with its plan, in the order of their texts.
    package var scans: [String] { scanning.sorted() }

    /// The statements that put rows in order only after all were read, each with its plan, in the order of their texts.
    package var sorts: [String] { sorting.sorted() }

    /// The searches by a key that the statements made, as SQLite describes them.
    package var searches: [String] { searching.sorted() }

    /// Records the plan of a statement and runs it.
    package func execute(_ statement: String, _ arguments: [SQLValue]) throws(SQLError) -> Int {
        try record(statement, arguments)
        return try transaction.execute(statement, arguments)
    }

    /// Records the plan of an INSERT and runs it.
    package func insert(_ statement: String, _ arguments: [SQLValue]) throws(SQLError) -> Int64 {
        try record(statement, arguments)
        return try transaction.insert(statement, arguments)
    }

    /// Records the plan of a statement and returns its rows.
    package func query(_ statement: String, _ arguments: [SQLValue]) throws(SQLError) -> [SQLRow] {
        try record(statement, arguments)
        return try transaction.query(statement, arguments)
    }

    /// Records the plan of a statement and hands its rows to `body`.
    package func forEachRow(
        _ statement: String,
        _ arguments: [SQLValue],
        _ body: (SQLRow) throws -> Void
    ) throws {
        try record(statement, arguments)
        try transaction.forEachRow(statement, arguments, body)
    }

    private func record(_ statement: String, _ arguments: [SQLValue]) throws(SQLError) {
        statementCount += 1
        for row in try transaction.query("EXPLAIN QUERY PLAN \(statement)", arguments) {
            let step = try row.text("detail")
            if step.hasPrefix("SEARCH") { searching.insert(step) }
            if step.hasPrefix("USE TEMP B-TREE") { sorting.insert("\(step): \(statement)") }
            // A scan of a constant row is what VALUES and RETURNING show.
            if step.hasPrefix("SCAN"), step != "SCAN CONSTANT ROW" { scanning.insert("\(step): \(statement)") }
        }
    }
}
