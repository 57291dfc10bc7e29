import SQLDatabase

/// A database that others change after each of its reads.
struct InterveningDatabase: SQLDatabase {
    /// The database itself.
    let base: any SQLDatabase

    /// What the others do.
    let intervene: @Sendable () async throws -> Void

    /// Reads, and lets the others change what was read.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLTransaction) throws -> Value
    ) async throws -> Value {
        let value = try await base.read(body)
        try await intervene()
        return value
    }

    /// Writes.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLTransaction) throws -> Value
    ) async throws -> Value {
        try await base.write(body)
    }

    /// Closes the database.
    func close() async throws { try await base.close() }
}
