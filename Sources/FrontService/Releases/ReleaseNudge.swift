import Synchronization

/// Wakes the worker that releases bytes before its next look is due.
package final class ReleaseNudge: Sendable {
    private enum State {
        case idle
        case nudged
        case waiting(CheckedContinuation<Void, Never>)
    }

    private let state = Mutex(State.idle)

    /// Makes a nudge that nobody has given yet.
    package init() {}

    /// Says that the outbox may hold something new; cheap, and without effect where nobody works the outbox off.
    package func nudge() {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard case .waiting(let waiter) = state else {
                state = .nudged
                return nil
            }
            state = .idle
            return waiter
        }
        waiter?.resume()
    }

    /// Returns at the next nudge, at once after one that nobody waited for, or when the task is cancelled.
    ///
    /// There is one waiter at a time.
    func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                let isOver = state.withLock { state in
                    if case .nudged = state {
                        state = .idle
                        return true
                    }
                    guard !Task.isCancelled else { return true }
                    state = .waiting(waiter)
                    return false
                }
                if isOver { waiter.resume() }
            }
        } onCancel: {
            giveUp()
        }
    }

    private func giveUp() {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard case .waiting(let waiter) = state else { return nil }
            state = .idle
            return waiter
        }
        waiter?.resume()
    }
}
