import BlobAPI
import BlobClient
import BlobModel
import Logging

extension GrantCalls {
    /// Does work for an upload that was given leave, and has the front know meanwhile that it goes on.
    ///
    /// A front that is away is told at the next turn. One that knows the grant no more, since it was away for too long, or
    /// that has given the home to another node, takes no bytes by it any more.
    ///
    /// - Parameters:
    ///   - attempt: The attempt that was given leave.
    ///   - pause: The time between two words to the front.
    ///   - isVoidAtEnd: Whether the work is cancelled where the front takes no bytes by the grant any more.
    ///   - work: What takes the time.
    /// - Returns: What the work returns.
    /// - Throws: What the work throws; what the client is told where the work was void first.
    func renewing<Value: Sendable>(
        _ attempt: UploadAttemptID,
        every pause: Duration,
        isVoidAtEnd: Bool,
        _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                let end = await end(of: attempt, asking: pause)
                if isVoidAtEnd, let end { throw end }
                return nil
            }
            defer { group.cancelAll() }
            while let outcome = try await group.next() {
                if let outcome { return outcome }
            }
            throw CancellationError()
        }
    }

    /// Tells the front again and again that an upload goes on.
    ///
    /// - Returns: What the client is told where the front takes no bytes by the grant any more; nil for a task that was
    ///   cancelled before.
    private func end(of attempt: UploadAttemptID, asking pause: Duration) async -> (any Error)? {
        var wasHeard = true
        while !Task.isCancelled {
            do {
                try await Task.sleep(for: pause)
                try await node.front.renewGrant(url.permit.reference, GrantRenewal(of: attempt))
                wasHeard = true
            } catch {
                if Self.isFinal(error) { return problem(for: error) }
                // Once, not every minute for as long as the front is away.
                if wasHeard && !Task.isCancelled {
                    logger.warning("upload goes on unheard by the front", metadata: metadata(error))
                }
                wasHeard = false
            }
        }
        return nil
    }

    private static func isFinal(_ error: any Error) -> Bool {
        guard case .refused(let problem)? = error as? FrontClientError else { return false }
        return [.grantSpent, .grantUnknown, .peerForbidden].contains(problem.code)
    }
}
