package import FoundationEssentials

/// One row of a result: values by the name of their column.
///
/// A row is a copy and stays valid after its transaction.
package struct SQLRow: Sendable {
    private let columns: [String]
    private let values: [SQLValue]

    /// Creates a row from the names of its columns, which all rows of a result share, and the values in that order.
    package init(columns: [String], values: [SQLValue]) {
        self.columns = columns
        self.values = values
    }

    /// Returns the value of a column, whatever its kind.
    ///
    /// - Throws: `SQLError.columnMissing`.
    package func value(_ column: String) throws(SQLError) -> SQLValue {
        // A row has a dozen columns at most: to compare their names is cheaper than to hash one.
        guard let position = columns.firstIndex(of: column) else { throw .columnMissing(column) }
        return values[position]
    }

    /// Returns the text of a column.
    ///
    /// - Throws: `SQLError.columnMissing`, `SQLError.columnKind`.
    package func text(_ column: String) throws(SQLError) -> String {
        guard let text = try optionalText(column) else { throw mismatch(column, expected: .text, found: .null) }
        return text
    }

    /// Returns the text of a column, or `nil` when the value is absent.
    ///
    /// - Throws: `SQLError.columnMissing`, `SQLError.columnKind`.
    package func optionalText(_ column: String) throws(SQLError) -> String? {
        switch try value(column) {
        case .null: nil
        case .text(let text): text
        case let other: throw mismatch(column, expected: .text, found: other.kind)
        }
    }

    /// Returns the integer of a column.
    ///
    /// - Throws: `SQLError.columnMissing`, `SQLError.columnKind`.
    package func integer(_ column: String) throws(SQLError) -> Int64 {
        guard let integer = try optionalInteger(column) else {
            throw mismatch(column, expected: .integer, found: .null)
        }
        return integer
    }

    /// Returns the integer of a column, or `nil` when the value is absent.
    ///
    /// - Throws: `SQLError.columnMissing`, `SQLError.columnKind`.
    package func optionalInteger(_ column: String) throws(SQLError) -> Int64? {
        switch try value(column) {
        case .null: nil
        case .integer(let integer): integer
        case let other: throw mismatch(column, expected: .integer, found: other.kind)
        }
    }

    /// Returns the octets of a column.
    ///
    /// - Throws: `SQLError.columnMissing`, `SQLError.columnKind`.
    package func blob(_ column: String) throws(SQLError) -> [UInt8] {
        guard let blob = try optionalBlob(column) else { throw mismatch(column, expected: .blob, found: .null) }
        return blob
    }

    /// Returns the octets of a column, or `nil` when the value is absent.
    ///
    /// - Throws: `SQLError.columnMissing`, `SQLError.columnKind`.
    package func optionalBlob(_ column: String) throws(SQLError) -> [UInt8]? {
        switch try value(column) {
        case .null: nil
        case .blob(let blob): blob
        case let other: throw mismatch(column, expected: .blob, found: other.kind)
        }
    }

    private func mismatch(_ column: String, expected: SQLValue.Kind, found: SQLValue.Kind) -> SQLError {
        .columnKind(column: column, expected: expected, found: found)
    }
}

extension SQLRow {
    /// Returns the truth value of a column: an integer other than 0 is true.
    ///
    /// - Throws: `SQLError.columnMissing`, `SQLError.columnKind`.
    package func flag(_ column: String) throws(SQLError) -> Bool {
        try integer(column) != 0
    }

    /// Returns the instant of a column that holds milliseconds since 1970.
    ///
    /// - Throws: `SQLError.columnMissing`, `SQLError.columnKind`.
    package func instant(_ column: String) throws(SQLError) -> Date {
        Date(timeIntervalSince1970: Double(try integer(column)) / 1000)
    }

    /// Returns the instant of a column, or `nil` when the value is absent.
    ///
    /// - Throws: `SQLError.columnMissing`, `SQLError.columnKind`.
    package func optionalInstant(_ column: String) throws(SQLError) -> Date? {
        try optionalInteger(column).map { Date(timeIntervalSince1970: Double($0) / 1000) }
    }

    /// Returns the value that `make` builds from the text of a column, such as an identifier or an enumeration.
    ///
    /// It is specialised where it is used: rows are read by the thousand.
    ///
    /// - Throws: `SQLError.columnMissing`, `SQLError.columnKind`; `SQLError.columnValue` when `make` returns `nil`.
    @inlinable
    package func parsed<Value>(_ column: String, _ make: (String) -> Value?) throws(SQLError) -> Value {
        guard let value = make(try text(column)) else {
            throw .columnValue(column: column, type: String(describing: Value.self))
        }
        return value
    }

    /// Returns a column's integer as a count that is not negative.
    ///
    /// - Throws: `SQLError.columnMissing`, `SQLError.columnKind`; `SQLError.columnValue` when it is negative.
    package func count(_ column: String) throws(SQLError) -> UInt64 {
        guard let count = UInt64(exactly: try integer(column)) else {
            throw .columnValue(column: column, type: "count")
        }
        return count
    }
}
