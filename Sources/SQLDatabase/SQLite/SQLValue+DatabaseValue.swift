import FoundationEssentials
import GRDB

extension SQLValue {
    /// Creates the value that an SQLite engine stored.
    init(_ value: DatabaseValue) {
        switch value.storage {
        case .null: self = .null
        case .int64(let integer): self = .integer(integer)
        case .double(let real): self = .real(real)
        case .string(let text): self = .text(text)
        case .blob(let data): self = .blob([UInt8](data))
        }
    }

    /// The value as the SQLite engine binds it.
    var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let integer): integer.databaseValue
        case .real(let real): real.databaseValue
        case .text(let text): text.databaseValue
        case .blob(let octets): Data(octets).databaseValue
        }
    }
}

extension StatementArguments {
    /// Creates the arguments of a statement in the order of its placeholders.
    init(binding values: [SQLValue]) {
        // As values of any convertible type: the initialiser for one type reads each through a key path, which is slow.
        self.init(values.map { $0.databaseValue as (any DatabaseValueConvertible)? })
    }
}
