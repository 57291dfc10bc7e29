import Synchronization

/// Tells a read, on the thread of its connection, that the task which asked for it was cancelled.
///
/// That thread is no task's. The engine is interrupted, but only where a statement is under way in that instant.
final class ReadTicket: Sendable {
    private let cancelled = Atomic(false)

    /// Whether the task was cancelled.
    var isCancelled: Bool { cancelled.load(ordering: .acquiring) }

    /// Notes that the task was cancelled.
    func cancel() {
        cancelled.store(true, ordering: .releasing)
    }
}
