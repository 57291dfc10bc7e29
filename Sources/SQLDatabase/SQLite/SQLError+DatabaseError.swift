import GRDB

extension SQLError {
    /// Creates the error that an error of the SQLite engine stands for.
    init(_ error: any Error) {
        switch error {
        case let error as SQLError: self = error
        case let error as DatabaseError: self.init(engine: error)
        case is CancellationError: self = .cancelled
        default: self = .engine(code: -1, message: String(describing: error), statement: nil)
        }
    }

    /// Returns the error that leaves a transaction: those of the engine translated, those of the body unchanged.
    static func translating(_ error: any Error) -> any Error {
        switch error {
        case is DatabaseError, is CancellationError: SQLError(error)
        default: error
        }
    }

    private init(engine error: DatabaseError) {
        let message = error.message ?? "\(error.resultCode)"
        switch error.resultCode {
        case .SQLITE_CONSTRAINT: self = .constraint(ConstraintKind(error.extendedResultCode), message: message)
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy
        case .SQLITE_FULL: self = .full
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .corrupt(message: message)
        case .SQLITE_INTERRUPT: self = .cancelled
        case .SQLITE_MISUSE where message == "Connection is closed": self = .closed
        default: self = .engine(code: error.extendedResultCode.rawValue, message: message, statement: error.sql)
        }
    }
}

extension SQLError.ConstraintKind {
    /// Creates the kind that an extended result code of SQLite names.
    fileprivate init(_ code: ResultCode) {
        switch code {
        case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY, .SQLITE_CONSTRAINT_ROWID: self = .unique
        case .SQLITE_CONSTRAINT_FOREIGNKEY: self = .foreignKey
        case .SQLITE_CONSTRAINT_NOTNULL: self = .notNull
        case .SQLITE_CONSTRAINT_CHECK: self = .check
        default: self = .other
        }
    }
}
