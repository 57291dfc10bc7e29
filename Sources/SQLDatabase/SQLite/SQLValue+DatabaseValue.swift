import FoundationEssentials
import GRDB

extension SQLValue {
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
