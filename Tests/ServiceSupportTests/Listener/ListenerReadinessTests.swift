import Testing

@testable import ServiceSupport

/// The wait for a listener to be bound.
@Suite(.timeLimit(.minutes(1)))
struct ListenerReadinessTests {
    @Test func `all who wait get the first outcome, and so does who comes later`() async throws {
        let readiness = ListenerReadiness()
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<4 { group.addTask { try await readiness.port() } }
            readiness.settle(.success(80))
            readiness.settle(.failure(ListenerError.stopped(listener: "late")))
            for try await port in group { #expect(port == 80) }
        }
        #expect(try await readiness.port() == 80)
    }

    @Test func `a wait for what never comes ends when its task is cancelled, early or late`() async {
        let readiness = ListenerReadiness()
        let (registered, signal) = AsyncStream<Void>.makeStream()
        let early = Task { try await readiness.port() }
        early.cancel()
        let late = Task {
            signal.yield()
            return try await readiness.port()
        }
        for await _ in registered { break }
        await Task.yield()
        late.cancel()
        for task in [early, late] {
            await #expect(throws: CancellationError.self) { try await task.value }
        }
    }
}
