package import HTTPTypes

/// The instant until which the caller of an internal call waits.
package struct CallDeadline: Sendable {
    private let instant: ContinuousClock.Instant?

    /// Reads the deadline of a call.
    ///
    /// - Throws: The problem `malformed` when the field is none.
    package init(of request: HTTPRequest) throws(APIProblem) {
        guard let text = request.headerFields[.deadline] else {
            instant = nil
            return
        }
        guard let field = DeadlineField(parsing: text) else {
            throw APIProblem(.malformed, detail: "The field Attache-Deadline is malformed.")
        }
        instant = ContinuousClock.now + field.remaining
    }

    /// The time until the instant, negative when it has passed; nil for a caller that waits for as long as it takes.
    package var remaining: Duration? { instant.map { ContinuousClock.now.duration(to: $0) } }

    /// Does some work for the caller, and cancels it when nobody waits for it any more.
    ///
    /// - Throws: What the work throws, and the problem `deadline-exceeded`.
    package func run<Value: Sendable>(
        _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        guard let instant else { return try await work() }
        return try await withThrowingTaskGroup(of: Value.self) { group in
            group.addTask { try await work() }
            group.addTask {
                try await Task.sleep(until: instant, clock: .continuous)
                throw APIProblem(.deadlineExceeded)
            }
            defer { group.cancelAll() }
            guard let value = try await group.next() else {
                preconditionFailure("A group of two tasks has a first result.")
            }
            return value
        }
    }
}
