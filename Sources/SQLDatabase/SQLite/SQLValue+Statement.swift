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
        case .text(let text): Self.bind(text, to: statement, at: position)
        case .blob(let octets): Self.bind(octets, to: statement, at: position)
        }
    }

    /// Binds all octets of a text; of one that is only told where it begins, the engine takes those before the first NUL.
    private static func bind(_ text: String, to statement: Statement, at position: Int32) -> Int32 {
        var text = text
        return text.withUTF8 { octets in
            unsafe octets.withMemoryRebound(to: CChar.self) { characters in
                unsafe bind(characters, to: statement, at: position)
            }
        }
    }

    private static func bind(
        _ characters: UnsafeBufferPointer<CChar>,
        to statement: Statement,
        at position: Int32
    ) -> Int32 {
        let (target, count, encoding) = unsafe (statement.sqliteStatement, UInt64(characters.count), UInt8(SQLITE_UTF8))
        // A text without a place where it begins would be NULL, the empty one too.
        guard let start = characters.baseAddress else {
            return unsafe sqlite3_bind_text64(target, position, "", 0, copied, encoding)
        }
        return unsafe sqlite3_bind_text64(target, position, start, count, copied, encoding)
    }

    private static func bind(_ octets: [UInt8], to statement: Statement, at position: Int32) -> Int32 {
        guard !octets.isEmpty else { return unsafe sqlite3_bind_zeroblob(statement.sqliteStatement, position, 0) }
        return unsafe sqlite3_bind_blob64(statement.sqliteStatement, position, octets, UInt64(octets.count), copied)
    }

    /// Tells the engine to copy what it is given (`SQLITE_TRANSIENT`).
    private static var copied: sqlite3_destructor_type { unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

    /// Returns the octets of a text or a blob, which are there until the next step.
    private static func octets(of column: Int32, _ statement: Statement) -> UnsafeRawBufferPointer {
        // First the pointer, then the length, as the engine's documentation asks.
        let start = unsafe sqlite3_column_blob(statement.sqliteStatement, column)
        let count = unsafe sqlite3_column_bytes(statement.sqliteStatement, column)
        return unsafe UnsafeRawBufferPointer(start: start, count: Int(count))
    }
}
