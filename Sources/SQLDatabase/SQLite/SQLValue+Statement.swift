import FoundationEssentials
import GRDB
import GRDBSQLite

extension SQLValue {
    /// Copies the value of a column, counted from 0, of the row at which a statement is.
    init(_ statement: Statement, at column: Int32) {
        switch unsafe sqlite3_column_type(statement.sqliteStatement, column) {
        case SQLITE_INTEGER: self = unsafe .integer(sqlite3_column_int64(statement.sqliteStatement, column))
        case SQLITE_FLOAT: self = unsafe .real(sqlite3_column_double(statement.sqliteStatement, column))
        case SQLITE_TEXT: self = unsafe .text(String(decoding: Self.octets(of: column, statement), as: UTF8.self))
        case SQLITE_BLOB: self = unsafe .blob([UInt8](Self.octets(of: column, statement)))
        default: self = .null
        }
    }

    /// Has the engine copy the value for a placeholder, counted from 1.
    ///
    /// - Returns: The engine's result code.
    func bind(to statement: Statement, at position: Int32) -> Int32 {
        switch self {
        case .null: unsafe sqlite3_bind_null(statement.sqliteStatement, position)
        case .integer(let integer): unsafe integer.bind(to: statement.sqliteStatement, at: position)
        case .real(let real): unsafe real.bind(to: statement.sqliteStatement, at: position)
        case .text(let text): unsafe text.bind(to: statement.sqliteStatement, at: position)
        // Of no octets the library would make NULL.
        case .blob(let octets) where octets.isEmpty:
            unsafe sqlite3_bind_zeroblob(statement.sqliteStatement, position, 0)
        case .blob(let octets): unsafe Data(octets).bind(to: statement.sqliteStatement, at: position)
        }
    }

    /// Returns the octets of a text or a blob, which are there until the next step.
    private static func octets(of column: Int32, _ statement: Statement) -> UnsafeRawBufferPointer {
        // First the pointer, then the length, as the engine's documentation asks.
        let start = unsafe sqlite3_column_blob(statement.sqliteStatement, column)
        let count = unsafe sqlite3_column_bytes(statement.sqliteStatement, column)
        return unsafe UnsafeRawBufferPointer(start: start, count: Int(count))
    }
}
