package import FoundationEssentials

/// The value of one column or of one statement argument.
///
/// The cases are the storage classes that SQLite and PostgreSQL share. Instants are stored as whole milliseconds since
/// 1970-01-01T00:00:00Z, truth values as 0 and 1.
package enum SQLValue: Hashable, Sendable {
    /// The absent value.
    case null

    /// A signed 64-bit integer.
    case integer(Int64)

    /// A double-precision number.
    case real(Double)

    /// A text in Unicode, without NUL.
    case text(String)

    /// A run of octets.
    case blob([UInt8])
}

extension SQLValue {
    /// Creates a text, or the absent value for `nil`.
    package init(_ text: String?) {
        self = text.map { .text($0) } ?? .null
    }

    /// Creates an integer, or the absent value for `nil`.
    package init(_ integer: Int64?) {
        self = integer.map { .integer($0) } ?? .null
    }

    /// Creates an integer from an integer that fits 64 bits with its sign.
    package init(_ integer: some BinaryInteger) {
        self = .integer(Int64(integer))
    }

    /// Creates 1 for `true` and 0 for `false`.
    package init(_ flag: Bool) {
        self = .integer(flag ? 1 : 0)
    }

    /// Creates an instant in milliseconds, rounded to the nearest one.
    package init(_ instant: Date) {
        self = .integer(Int64((instant.timeIntervalSince1970 * 1000).rounded()))
    }

    /// Creates an instant in milliseconds, or the absent value for `nil`.
    package init(_ instant: Date?) {
        self = instant.map { SQLValue($0) } ?? .null
    }
}

extension SQLValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByNilLiteral {
    /// Creates a text from a literal.
    package init(stringLiteral value: String) {
        self = .text(value)
    }

    /// Creates an integer from a literal.
    package init(integerLiteral value: Int64) {
        self = .integer(value)
    }

    /// Creates the absent value from `nil`.
    package init(nilLiteral: ()) {
        self = .null
    }
}

extension SQLValue {
    /// The storage class of a value, as named in errors.
    package var kind: Kind {
        switch self {
        case .null: .null
        case .integer: .integer
        case .real: .real
        case .text: .text
        case .blob: .blob
        }
    }

    /// A storage class.
    package enum Kind: String, Hashable, Sendable {
        /// The class of the absent value.
        case null

        /// The class of integers.
        case integer

        /// The class of double-precision numbers.
        case real

        /// The class of texts.
        case text

        /// The class of octet runs.
        case blob
    }
}
