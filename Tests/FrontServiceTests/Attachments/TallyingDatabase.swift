import SQLDatabase
import Synchronization

/// The statements that were run since the count began.
final class StatementTally: Sendable {
    private let statements = Mutex<[String]>([])

    /// The statements in their order.
    var all: [String] { statements.withLock(\.self) }

    /// How often the data of objects was read.
    var dataReads: Int {
        all.count(where: { $0.hasPrefix("SELECT") && $0.contains("calendar_object_data") })
    }

    /// Begins again.
    func reset() {
        statements.withLock { $0 = [] }
    }

    /// Notes a statement.
    func note(_ statement: String) {
        statements.withLock { $0.append(statement) }
    }
}

/// A database that notes all statements.
struct TallyingDatabase: DatabaseLayer {
    /// The database.
    let base: any SQLDatabase

    /// What is noted.
    let tally: StatementTally

    /// Reads, and notes the statements.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLTransaction) throws -> Value
    ) async throws -> Value {
        try await base.read { [tally] txn in try body(TallyingTransaction(base: txn, tally: tally)) }
    }

    /// Writes, and notes the statements.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLTransaction) throws -> Value
    ) async throws -> Value {
        try await base.write { [tally] txn in try body(TallyingTransaction(base: txn, tally: tally)) }
    }
}

private struct TallyingTransaction: SQLTransaction {
    let base: any SQLTransaction
    let tally: StatementTally

    func execute(_ statement: String, _ arguments: [SQLValue]) throws(SQLError) -> Int {
        tally.note(statement)
        return try base.execute(statement, arguments)
    }

    func insert(_ statement: String, _ arguments: [SQLValue]) throws(SQLError) -> Int64 {
        tally.note(statement)
        return try base.insert(statement, arguments)
    }

    func query(_ statement: String, _ arguments: [SQLValue]) throws(SQLError) -> [SQLRow] {
        tally.note(statement)
        return try base.query(statement, arguments)
    }

    func forEachRow(_ statement: String, _ arguments: [SQLValue], _ body: (SQLRow) throws -> Void) throws {
        tally.note(statement)
        try base.forEachRow(statement, arguments, body)
    }
}
