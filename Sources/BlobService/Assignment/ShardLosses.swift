/// Tells a node's background work that shards were taken out while they were open; who looks then finds all of them.
final class ShardLosses: Sendable {
    /// An element for each time that one was lost, or for several together; for one task.
    let signals: AsyncStream<Void>

    private let continuation: AsyncStream<Void>.Continuation

    /// Creates the signal of a node that has lost none.
    init() {
        (signals, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Says that one was lost.
    func tell() {
        continuation.yield()
    }
}
