/// Why a transaction did not happen: the engine failed, or the body threw.
///
/// Nothing that the body wrote is kept in either case.
package enum TransactionError<Failure: Error>: Error {
    /// LMDB could not begin, grow, or commit.
    case engine(LMDBError)
    /// The body threw an error of its own.
    case aborted(Failure)
}

extension TransactionError where Failure == LMDBError {
    /// The error, wherever it arose.
    package var error: LMDBError {
        switch self {
        case .engine(let error), .aborted(let error): error
        }
    }
}

extension TransactionError {
    /// Runs calls of LMDB and marks their error as the engine's.
    static func engine<Value: ~Copyable>(
        _ body: () throws(LMDBError) -> Value
    ) throws(TransactionError<Failure>) -> Value {
        do throws(LMDBError) {
            return try body()
        } catch {
            throw .engine(error)
        }
    }

    /// Runs a body of a transaction and marks its error as the body's.
    static func body<Value>(_ body: () throws(Failure) -> Value) throws(TransactionError<Failure>) -> Value {
        do throws(Failure) {
            return try body()
        } catch {
            throw .aborted(error)
        }
    }
}

extension TransactionError: CustomStringConvertible {
    /// The sentence of the error within.
    package var description: String {
        switch self {
        case .engine(let error): "\(error)"
        case .aborted(let error): "\(error)"
        }
    }
}
