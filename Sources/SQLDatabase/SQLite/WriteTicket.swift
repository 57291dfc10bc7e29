import Synchronization

/// The place of one call of `write` in the queue: it waits, and then begins or is cancelled, whichever comes first.
final class WriteTicket: Sendable {
    /// How far the call has come.
    private enum Stage: UInt8, AtomicRepresentable {
        case waiting
        case begun
        case cancelled
    }

    private let stage = Atomic(Stage.waiting)

    /// Notes that the task was cancelled, unless the write has begun.
    func cancel() {
        _ = stage.compareExchange(expected: .waiting, desired: .cancelled, ordering: .acquiringAndReleasing)
    }

    /// Begins the write, or begins it again.
    ///
    /// - Returns: Whether it may run: it had begun before, or its task was not cancelled so far.
    func begin() -> Bool {
        stage.compareExchange(expected: .waiting, desired: .begun, ordering: .acquiringAndReleasing)
            .original != .cancelled
    }
}
