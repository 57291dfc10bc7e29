import BlobAPI
import BlobClient
import BlobModel
import Logging

extension GrantCalls {
    /// The pause before the next word to a front of which the last one brought no answer, where that is what counts.
    static let pauseInSilence = Duration.seconds(5)

    /// Does work for an upload that was given leave, and has the front know meanwhile that it goes on.
    ///
    /// A front that is away is told at the next turn. One that knows the grant no more, since it was away for too long, or
    /// that has given the home to another node, takes no bytes by it any more.
    ///
    /// - Parameters:
    ///   - attempt: The attempt that was given leave.
    ///   - pause: The time between two words to the front.
    ///   - isVoidAtEnd: Whether the work is cancelled where the front takes no bytes by the grant any more.
    ///   - silence: The time without any answer of the front after which the work is cancelled; nil for never.
    ///   - work: What takes the time.
    /// - Returns: What the work returns.
    /// - Throws: What the work throws; what the client is told where the work was void first.
    func renewing<Value: Sendable>(
        _ attempt: UploadAttemptID,
        every pause: Duration,
        isVoidAtEnd: Bool,
        silence: Duration? = nil,
        _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                let silence = FrontSilence(limit: silence)
                if let end = await end(of: attempt, asking: pause, silence, isVoidAtEnd) { throw end }
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
    /// - Returns: What the client is told where the front takes no bytes by the grant any more, or is silent for too long;
    ///   nil for a task that was cancelled before.
    private func end(
        of attempt: UploadAttemptID,
        asking pause: Duration,
        _ silence: FrontSilence,
        _ isVoidAtEnd: Bool
    ) async -> (any Error)? {
        var (silence, wasHeard) = (silence, true)
        while (try? await Task.sleep(for: silence.isBroken ? pause : min(pause, Self.pauseInSilence))) != nil {
            let error = await renew(attempt)
            guard !Task.isCancelled else { return nil }
            silence.note(error, now: .now)
            let isEnded = error.map(Self.isFinal) ?? false
            if let error, (isEnded && isVoidAtEnd) || silence.isOver { return problem(for: error) }
            // Once, not every minute for as long as the front is away.
            if let error, wasHeard && !isEnded {
                logger.warning("upload goes on unheard by the front", metadata: metadata(error))
            }
            wasHeard = error == nil || isEnded
        }
        return nil
    }

    /// Says once that an upload goes on.
    ///
    /// - Returns: Why the front has not taken the word; nil when it has.
    private func renew(_ attempt: UploadAttemptID) async -> (any Error)? {
        do {
            try await node.front.renewGrant(url.permit.reference, GrantRenewal(of: attempt))
            return nil
        } catch {
            return error
        }
    }

    private static func isFinal(_ error: any Error) -> Bool {
        guard case .refused(let problem)? = error as? FrontClientError else { return false }
        return [.grantSpent, .grantUnknown, .peerForbidden].contains(problem.code)
    }
}
