import SQLDatabase
import Synchronization

/// One write whose outcome nobody is told.
final class Doubt: Sendable {
    private let isArmed = Mutex(false)

    /// Whether the write has not taken effect.
    let isRolledBack: Bool

    /// Makes a doubt that begins with ``arm()``.
    init(isRolledBack: Bool = false) {
        self.isRolledBack = isRolledBack
    }

    /// Has the next write leave its outcome unknown.
    func arm() { isArmed.withLock { $0 = true } }

    /// Tells whether this is the write.
    func take() -> Bool {
        isArmed.withLock { isArmed in
            defer { isArmed = false }
            return isArmed
        }
    }
}

/// A database of which one write leaves its outcome unknown.
struct DoubtfulDatabase: DatabaseLayer {
    /// The database below.
    let base: any SQLDatabase

    /// The write.
    let doubt: Doubt

    /// Writes, and says nothing of it if this is the write.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLTransaction) throws -> Value
    ) async throws -> Value {
        guard doubt.take() else { return try await base.write(body) }
        let isRolledBack = doubt.isRolledBack
        _ = try await base.write { txn in
            let value = try body(txn)
            if isRolledBack { throw SQLError.unknownOutcome(message: "The service died.") }
            return value
        }
        throw SQLError.unknownOutcome(message: "The reply was lost.")
    }
}
