@testable import BlobStore

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
