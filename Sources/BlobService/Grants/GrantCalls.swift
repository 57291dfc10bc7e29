import BlobAPI
import BlobClient
import BlobModel
import FoundationEssentials
import Logging

/// What one request by an upload URL says to the front: that it begins, that the bytes are there, or that nothing comes.
struct GrantCalls: Sendable {
    /// The URL, which was verified.
    let url: SignedUpload

    /// The node.
    let node: NodeAccess

    /// The attempts of which nothing was heard.
    let unheard: UnheardOpenings

    /// The logger of the request.
    let logger: Logger

    /// Asks for leave, going on with an attempt of which nothing was heard.
    ///
    /// - Returns: What the front says, and the attempt that it says it to.
    /// - Throws: The problems `grant-spent` and `grant-unknown`; `unavailable` where the front was not heard: then the
    ///   next request by the same URL may be given leave still.
    func open() async throws -> (leave: FrontClient.Leave, attempt: UploadAttemptID) {
        let attempt = unheard.take(for: url)
        do {
            let question = GrantQuestion(url.permit.grant, by: attempt)
            return (try await node.front.openGrant(url.permit.reference, question), attempt)
        } catch {
            let problem = problem(for: error)
            if !Self.tellsOfGrant(problem) { unheard.put(attempt, for: url, now: node.now()) }
            throw problem
        }
    }

    /// Tells that the bytes are durable, until the front gives its last word.
    ///
    /// - Parameters:
    ///   - completion: The bytes, and where they are.
    ///   - patience: How long the last word is waited for.
    /// - Returns: The answer for the client.
    /// - Throws: The problems `grant-spent`, `grant-unknown`, and `unavailable`; `CancellationError`.
    func complete(_ completion: GrantCompletion, _ patience: GrantPatience) async throws -> FrontClient.Relayed {
        do {
            return try await patience.run(logger) {
                try await node.front.completeGrant(url.permit.reference, completion)
            }
        } catch {
            throw problem(for: error)
        }
    }

    /// Tells that nothing comes of an upload that was given leave, so that its grant counts no longer.
    ///
    /// It is told also when the client is gone, and its request is cancelled. A front that does not hear it finds out by
    /// itself, since it hears no more that the upload goes on.
    func abandon(_ attempt: UploadAttemptID, _ patience: GrantPatience) async {
        let call = Task {
            try await patience.run(logger) {
                try await node.front.abandonGrant(url.permit.reference, GrantAbandonment(of: attempt))
            }
        }
        if case .failure(let error) = await call.result {
            logger.warning("upload not given up at the front", metadata: metadata(error))
        }
    }

    /// What the client is told: what the front says of its grant, and nothing of what the services have to settle.
    func problem(for error: any Error) -> any Error {
        guard let error = error as? FrontClientError else { return error }
        if case .refused(let problem) = error, Self.tellsOfGrant(problem) { return APIProblem(problem.code) }
        logger.error("upload not settled by the front", metadata: metadata(error))
        return APIProblem.unavailable(retryAfter: 1)
    }

    private static func tellsOfGrant(_ error: any Error) -> Bool {
        guard let problem = error as? APIProblem else { return false }
        return [.grantSpent, .grantUnknown].contains(problem.code)
    }

    /// What a line of the log says of a call that failed.
    func metadata(_ error: any Error) -> Logger.Metadata {
        ["reference": "\(url.permit.reference)", "reason": "\(error)"]
    }
}
