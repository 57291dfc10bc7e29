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
