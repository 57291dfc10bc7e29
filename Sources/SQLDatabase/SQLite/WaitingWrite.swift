/// One call of `write`: its body, and the task that waits for the outcome.
///
/// It is answered exactly once.
struct WaitingWrite: Sendable {
    /// Tells the task that waits that the value is durable.
    typealias Answer = @Sendable () -> Void

    private let ticket: WriteTicket
    private let body: @Sendable (any SQLTransaction) throws -> Answer
    private let fail: @Sendable (any Error) -> Void

    /// Creates the call of a task that waits at `continuation`.
    init<Value: Sendable>(
        _ ticket: WriteTicket,
        _ continuation: CheckedContinuation<Value, any Error>,
        _ body: @escaping @Sendable (any SQLTransaction) throws -> Value
    ) {
        self.ticket = ticket
        self.body = { txn in
            let value = try body(txn)
            return { continuation.resume(returning: value) }
        }
        fail = { continuation.resume(throwing: $0) }
    }

    /// Runs the body in an open transaction.
    ///
    /// - Returns: How to answer once the transaction is durable.
    /// - Throws: `SQLError.cancelled` when the task was cancelled before the first run; whatever `body` throws.
    func run(in txn: any SQLTransaction) throws -> Answer {
        guard ticket.begin() else { throw SQLError.cancelled }
        return try body(txn)
    }

    /// Answers that nothing was written, or that it is unknown.
    func refuse(_ error: any Error) {
        fail(SQLError.translating(error))
    }
}
