import SQLDatabase

extension ObjectWriteParticipant {
    /// Runs the transaction of a write, and tells the participant how it ended, if that is known.
    ///
    /// - Parameters:
    ///   - database: Where the transaction is run.
    ///   - body: The transaction.
    /// - Returns: What the transaction returned; it is durable.
    /// - Throws: What the transaction throws; `SQLError`.
    func settling<Value: Sendable>(
        in database: any SQLDatabase,
        _ body: @escaping @Sendable (any SQLTransaction) throws -> Value
    ) async throws -> Value {
        let value: Value
        do {
            value = try await database.write(body)
        } catch SQLError.unknownOutcome(let message) {
            // Whether the transaction took effect is found out later; nothing may be undone before.
            throw SQLError.unknownOutcome(message: message)
        } catch {
            await rolledBack()
            throw error
        }
        await committed()
        return value
    }
}
