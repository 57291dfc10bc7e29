import Synchronization

/// The wish for a fresh assignment, and the moment at which one has been looked for.
///
/// Many may wish at once; one look serves them all.
final class AssignmentSignal: Sendable {
    private struct State {
        var waiters: [CheckedContinuation<Void, Never>] = []
        var isOpen = false
    }

    /// The wishes, of which one is kept while a look is going on.
    let wishes: AsyncStream<Void>

    private let continuation: AsyncStream<Void>.Continuation
    private let state = Mutex(State())

    /// Creates a signal that nobody listens to yet.
    init() {
        (wishes, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Says that somebody listens from now on.
    func open() {
        state.withLock { $0.isOpen = true }
    }

    /// Asks for a look without waiting for it.
    func wish() {
        continuation.yield()
    }

    /// Asks for a look and returns once one that began afterwards, or was going on, has ended; at once if nobody listens.
    func wishAndWait() async {
        await withCheckedContinuation { waiter in
            let waits = state.withLock { state in
                if state.isOpen { state.waiters.append(waiter) }
                return state.isOpen
            }
            guard waits else { return waiter.resume() }
            wish()
        }
    }

    /// Says that a look has ended.
    func looked() {
        let waiters = state.withLock { state in
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Ends the wishes; nobody waits from now on.
    func close() {
        state.withLock { $0.isOpen = false }
        continuation.finish()
        looked()
    }
}
