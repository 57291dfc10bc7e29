/// Runs a body in a task that is cancelled before it begins.
func cancelled<Value: Sendable>(
    _ body: @escaping @Sendable () async throws -> Value
) async -> Result<Value, any Error> {
    await withTaskGroup(of: Result<Value, any Error>.self) { group in
        group.cancelAll()
        group.addTask {
            do { return .success(try await body()) } catch { return .failure(error) }
        }
        guard let result = await group.next() else { preconditionFailure("The group has one task.") }
        return result
    }
}
