import Synchronization

/// The moment at which a listener is bound, for those who wait for it.
final class ListenerReadiness: Sendable {
    private typealias Waiter = CheckedContinuation<Int, any Error>

    private struct State {
        var result: Result<Int, any Error>?
        var waiters: [Int: Waiter] = [:]
        var tickets = 0
    }

    private let state = Mutex(State())

    /// Returns the bound port, as soon as there is one.
    ///
    /// - Throws: What kept the listener from being bound; `CancellationError` when the task is cancelled before.
    func port() async throws -> Int {
        let ticket = state.withLock { state in
            state.tickets += 1
            return state.tickets
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { wait($0, ticket: ticket) }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: ticket) }?.resume(throwing: CancellationError())
        }
    }

    private func wait(_ waiter: Waiter, ticket: Int) {
        let result: Result<Int, any Error>? = state.withLock { state in
            if let result = state.result { return result }
            // The handler of a cancellation that came before has found nobody waiting.
            guard !Task.isCancelled else { return .failure(CancellationError()) }
            state.waiters[ticket] = waiter
            return nil
        }
        if let result { waiter.resume(with: result) }
    }

    /// Settles the outcome; only the first one counts.
    func settle(_ result: Result<Int, any Error>) {
        let waiters: [Waiter] = state.withLock { state in
            guard state.result == nil else { return [] }
            state.result = result
            defer { state.waiters = [:] }
            return Array(state.waiters.values)
        }
        for waiter in waiters { waiter.resume(with: result) }
    }
}
