import SQLDatabase

/// A database over another one, of which a test changes only what it is about.
protocol DatabaseLayer: SQLDatabase {
    /// The database below.
    var base: any SQLDatabase { get }
}

extension DatabaseLayer {
    /// Reads as the database below does.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLTransaction) throws -> Value
    ) async throws -> Value {
        try await base.read(body)
    }

    /// Writes as the database below does.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLTransaction) throws -> Value
    ) async throws -> Value {
        try await base.write(body)
    }

    /// Closes the database below.
    func close() async throws { try await base.close() }
}
