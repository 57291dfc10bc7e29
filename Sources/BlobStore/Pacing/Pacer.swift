/// Slows background work down, so that whoever waits for an answer does not wait for it.
///
/// Work calls ``pause(after:)`` between its steps, holding no transaction, no lock, and no thread.
protocol Pacer: Sendable {
    /// Returns when the work may go on.
    ///
    /// - Parameter bytes: The number of bytes that it has read or written since the last call.
    /// - Throws: `CancellationError` when the task is cancelled, also when nothing had to be waited for.
    func pause(after bytes: Int) async throws(CancellationError)
}

/// Lets background work go on at once, and still ends it when its task is cancelled.
struct NoPacing: Pacer {
    /// Makes the pacer.
    init() {}

    /// Returns at once.
    ///
    /// - Parameter bytes: What the work has done; it does not matter.
    /// - Throws: `CancellationError`.
    func pause(after bytes: Int) async throws(CancellationError) {
        guard !Task.isCancelled else { throw CancellationError() }
    }
}
