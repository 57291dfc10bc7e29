extension Subject {
    /// Makes requests over several connections at once, for a time.
    ///
    /// - Parameters:
    ///   - connections: The requests that are under way at a time.
    ///   - warmUp: The requests of each connection that are not counted.
    ///   - time: How long it takes.
    /// - Returns: The times, and what the server used.
    /// - Throws: ``BenchmarkError``; `CancellationError`.
    func sample(connections: Int, warmUp: Int, for time: Duration) async throws -> Sample {
        try Task.checkCancellation()
        let workers = (0..<connections).map { LoadWorker(workload, connection: $0) }
        try await Self.each(workers) { try await $0.warmUp(requests: warmUp) }
        let before = try Counters(of: self)
        let start = ContinuousClock.now
        let times = try await Self.each(workers) { try await $0.run(for: time) }
        let elapsed = start.duration(to: .now)
        let after = try Counters(of: self)
        try await Self.each(workers) { await $0.close() }
        return Sample(times: times.flatMap { $0 }, seconds: elapsed.seconds, counters: after - before)
    }

    @discardableResult
    private static func each<Value: Sendable>(
        _ workers: [LoadWorker],
        _ body: @escaping @Sendable (LoadWorker) async throws -> Value
    ) async throws -> [Value] {
        try await withThrowingTaskGroup(of: Value.self) { group in
            for worker in workers { group.addTask { try await body(worker) } }
            var values: [Value] = []
            for try await value in group { values.append(value) }
            return values
        }
    }
}
