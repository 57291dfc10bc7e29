/// A database of metadata, shared by all tasks of a process and possibly by several processes.
///
/// The rights are in the calls: `read` gives a snapshot that never changes, `write` is serialised with every other
/// write. Bodies are synchronous, so that no transaction is held across an `await`.
package protocol SQLDatabase: Sendable {
    /// Runs `body` in a read transaction: all its statements see one and the same state.
    ///
    /// Cancellation of the task interrupts the statements.
    ///
    /// - Throws: `SQLError`, or whatever `body` throws.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLTransaction) throws -> Value
    ) async throws -> Value

    /// Runs `body`, which asks for a few rows by their keys, in a read transaction.
    ///
    /// An engine that has the answer at hand gives it on the thread that asks, without handing the question to another
    /// one: that takes longer than the answer. So a body that goes through many rows belongs into `read`.
    ///
    /// A task that is cancelled throws `SQLError.cancelled` at the next statement.
    ///
    /// - Throws: `SQLError`, or whatever `body` throws.
    func lookUp<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLTransaction) throws -> Value
    ) async throws -> Value

    /// Runs `body` in a write transaction and commits it.
    ///
    /// When it returns, everything that `body` wrote is durable. When it throws, nothing was written, with the one
    /// exception of `SQLError.unknownOutcome`. A task that is cancelled before the transaction begins throws
    /// `SQLError.cancelled`; later cancellation is not looked at, so that a transaction is never cut short by a client
    /// that went away.
    ///
    /// `body` runs a second time when the first was rolled back because of something else than itself. So it changes
    /// nothing but the database, or nothing that the second run does not set again.
    ///
    /// - Throws: `SQLError`, or whatever `body` throws.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLTransaction) throws -> Value
    ) async throws -> Value

    /// Has the engine give back the disk space that its log has grown by, where it can do so soon.
    ///
    /// To be called now and then by the background: other writes wait for it a moment.
    ///
    /// - Throws: `SQLError`.
    func shortenLog() async throws

    /// Waits for the transactions under way and closes the database; later calls throw `SQLError.closed`.
    ///
    /// - Throws: `SQLError`; the database is then still open.
    func close() async throws
}

extension SQLDatabase {
    /// Does nothing, for a database whose log does not grow.
    package func shortenLog() async throws {}

    /// Runs `body` as `read` does, for a database that has no shorter way.
    package func lookUp<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLTransaction) throws -> Value
    ) async throws -> Value {
        try await read(body)
    }
}
