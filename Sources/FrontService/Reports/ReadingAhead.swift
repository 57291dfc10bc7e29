/// Reads one batch after the other, each while the one before it is handled.
///
/// Two batches are in memory at a time. What is handled last is the batch that no other one follows.
enum ReadingAhead {
    /// Hands batches to `body` one after the other.
    ///
    /// - Parameters:
    ///   - first: Reads the first batch.
    ///   - isLast: Whether no batch follows one.
    ///   - next: Reads the batch after one that is not the last.
    ///   - body: Handles a batch; while it does, the next one is read.
    /// - Throws: What `body` throws, which cancels the reading; what reading throws, after the batch before it was handled;
    ///   `CancellationError` in place of reading more for a task that was cancelled.
    @concurrent
    static func forEach<Batch: Sendable>(
        from first: () async throws -> Batch,
        isLast: (Batch) -> Bool,
        next: @escaping @Sendable (Batch) async throws -> Batch,
        _ body: @concurrent (Batch) async throws -> Void
    ) async throws {
        var batch = try await first()
        while !isLast(batch) {
            // A child task of one that was cancelled begins all the same.
            try Task.checkCancellation()
            let current = batch
            async let following = next(current)
            try await body(current)
            batch = try await following
        }
        try await body(batch)
    }
}
