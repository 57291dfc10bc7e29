import Synchronization

/// Wakes one who waits for something to do, before it would look again by itself.
///
/// Ringing is cheap, and without effect where nobody ever waits.
package final class Bell: Sendable {
    private enum State {
        case silent
        case rung
        case awaited(CheckedContinuation<Void, Never>)
    }

    private let state = Mutex(State.silent)

    /// Makes a bell that nobody has rung.
    package init() {}

    /// Wakes whoever waits, or the next who does.
    package func ring() {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard case .awaited(let waiter) = state else {
                state = .rung
                return nil
            }
            state = .silent
            return waiter
        }
        waiter?.resume()
    }

    /// Returns when the bell is rung, at once after a ring that nobody waited for, or when the task is cancelled.
    ///
    /// There is one waiter at a time.
    package func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                let isOver = state.withLock { state in
                    if case .rung = state {
                        state = .silent
                        return true
                    }
                    guard !Task.isCancelled else { return true }
                    state = .awaited(waiter)
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
            guard case .awaited(let waiter) = state else { return nil }
            state = .silent
            return waiter
        }
        waiter?.resume()
    }
}
