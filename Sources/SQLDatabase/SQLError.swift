/// A failure of the database or of the way it was asked.
///
/// Statements are named by their text with placeholders; no error holds a value that was stored or bound.
package enum SQLError: Error, Hashable {
    /// The database refused a statement because of a constraint.
    case constraint(ConstraintKind, message: String)

    /// Another connection held the lock for longer than the busy timeout.
    case busy

    /// The disk or the database is full.
    case full

    /// The database file is damaged, or is no database.
    case corrupt(message: String)

    /// The database can not be opened at that place.
    case cannotOpen(path: String, message: String)

    /// The database was closed.
    case closed

    /// The task was cancelled before the transaction ended, and nothing was written.
    case cancelled

    /// COMMIT was sent and failed in a way that leaves unknown whether it took effect.
    case unknownOutcome(message: String)

    /// The engine failed in another way; `code` is the engine's own.
    case engine(code: Int32, message: String, statement: String?)

    /// A row has no column of that name.
    case columnMissing(String)

    /// A column holds a value of another kind than was asked for.
    case columnKind(column: String, expected: SQLValue.Kind, found: SQLValue.Kind)

    /// A column holds a value of the right kind that its type does not allow.
    case columnValue(column: String, type: String)

    /// A database URL is malformed; `reason` says what is allowed.
    case malformedURL(String, reason: String)

    /// The database was migrated by a newer program that knows `found` migrations of `component`, where this one knows `known`.
    case schemaTooNew(component: String, found: Int64, known: Int64)

    /// The rule that a statement broke.
    package enum ConstraintKind: String, Hashable, Sendable {
        /// A primary key or a unique index.
        case unique

        /// A reference to a row that does not exist, or to one that is removed.
        case foreignKey

        /// A column that must have a value.
        case notNull

        /// A condition on the values of a row.
        case check

        /// Any other rule.
        case other
    }
}

extension SQLError {
    /// Whether the error says that what was asked for does not exist; never so for a database.
    package var isAbsence: Bool { false }

    /// Whether the same transaction may succeed when it is run again soon.
    ///
    /// An unknown outcome is not worth a blind retry: it may already have taken effect.
    package var isWorthRetrying: Bool {
        switch self {
        case .busy: true
        case .constraint, .full, .corrupt, .cannotOpen, .closed, .cancelled, .unknownOutcome, .engine, .columnMissing,
            .columnKind, .columnValue, .malformedURL, .schemaTooNew:
            false
        }
    }
}

extension SQLError: CustomStringConvertible {
    /// A sentence for logs and for operators.
    package var description: String {
        switch self {
        case .constraint(let kind, let message): "A \(kind.rawValue) constraint refused the statement: \(message)."
        case .busy: "Another connection held the database for longer than the busy timeout."
        case .full: "The disk or the database is full."
        case .corrupt(let message): "The database is damaged or is no database: \(message)."
        case .cannotOpen(let path, let message): "The database \(path) can not be opened: \(message)."
        case .closed: "The database is closed."
        case .cancelled: "The transaction was cancelled; nothing was written."
        case .unknownOutcome(let message): "It is unknown whether the transaction was committed: \(message)."
        case .engine(let code, let message, let statement):
            "The database engine failed with code \(code), \(message)\(statement.map { ", in: \($0)" } ?? "")."
        case .columnMissing(let column): "The row has no column \(column)."
        case .columnKind(let column, let expected, let found):
            "The column \(column) holds \(found.rawValue) where \(expected.rawValue) was expected."
        case .columnValue(let column, let type): "The column \(column) holds a value that is no \(type)."
        case .malformedURL(let text, let reason): "The database URL \"\(text)\" is malformed: \(reason)."
        case .schemaTooNew(let component, let found, let known):
            "The database has \(found) migrations of \(component), but this program knows only \(known); run a newer one."
        }
    }
}
