import BlobAPI
import BlobClient
import BlobModel
import HTTPSemantics
import Hummingbird
import ServiceSupport

/// One upload by a signed URL: the front's leave, the bytes, and the front's last word.
///
/// The front is asked before the body is, so that what it refuses is never sent. Once the bytes are durable they are told
/// to the front, which makes an attachment of them in one transaction; what it answers is the client's answer.
struct GrantedUpload: Sendable {
    /// What the URL permits.
    let permit: UploadPermit

    /// What the node works with.
    let runtime: NodeRuntime

    /// What is said to the front.
    let calls: GrantCalls

    /// How long the front's last word is waited for.
    let patience: GrantPatience

    /// The turns of the node, which are taken one an upload.
    let turns: SharedBudget<DedupDomain>

    /// Stores the body of a request.
    ///
    /// - Returns: The answer of the front.
    /// - Throws: `APIProblem` and `BlobError`. Nothing of the body is left then, and the front knows that its grant has
    ///   come to nothing; but when only the front's last word is missing, the bytes stay until it is known, or the front
    ///   has given the grant up.
    func perform(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        switch try await receive(request, context) {
        case .refused(let answer): return Response(relaying: answer, context)
        case .stored(let stored, let attempt):
            do {
                return Response(relaying: try await complete(stored, by: attempt), context)
            } catch {
                // Nobody waits for the last word any more; where the front has given it, this changes nothing.
                if Task.isCancelled { await calls.abandon(attempt, patience.brief) }
                throw error
            }
        case .broken(let error, let attempt):
            await calls.abandon(attempt, patience.brief)
            throw error
        }
    }

    /// What comes of a body.
    private enum Receipt {
        case refused(FrontClient.Relayed)
        case stored(StoredBlob, UploadAttemptID)
        case broken(any Error, UploadAttemptID)
    }

    /// Takes the body in its turn, which is over before anything more is said to the front.
    private func receive(_ request: Request, _ context: ServiceRequestContext) async throws -> Receipt {
        // Before the opening, so that who finds no room has his grant still.
        let turn = try await turn()
        defer { withExtendedLifetime(turn) {} }
        let (leave, attempt) = try await calls.open()
        switch leave {
        case .refused(let answer): return .refused(answer)
        case .given(let opening):
            context.announceProcessing(opening.processing)
            do {
                let stored = try await calls.renewing(attempt, every: patience.renewalPause, isVoidAtEnd: true) {
                    try await store(opening, request, context)
                }
                return .stored(stored, attempt)
            } catch {
                return .broken(error, attempt)
            }
        }
    }

    private func turn() async throws -> BudgetShare {
        do {
            return try await turns.take(1, for: permit.domain)
        } catch let error as BudgetExhausted {
            throw APIProblem.unavailable(retryAfter: error.retryAfter)
        }
    }

    private func store(
        _ opening: GrantOpening,
        _ request: Request,
        _ context: ServiceRequestContext
    ) async throws -> StoredBlob {
        let verification = BodyVerification(try Self.digests(of: opening))
        let body = GrantedBody(request: request, context: context, size: permit.size, verification: verification)
        do {
            return try await runtime.store.put(
                ByteStream(body),
                as: permit.reference,
                in: permit.domain,
                limit: permit.size,
                expecting: permit.size
            )
        } catch {
            // To the store, a body with another digest is one that failed.
            throw verification.refusal ?? error
        }
    }

    private func complete(_ stored: StoredBlob, by attempt: UploadAttemptID) async throws -> FrontClient.Relayed {
        let place = runtime.assignment.shardMap.place(of: permit.domain)
        let completion = GrantCompletion(blob: stored.description, place: place)
        // The front may scan the bytes first, if it is there. That the grant has ended is told by its last word, which is
        // on its way.
        return try await calls.renewing(
            attempt,
            every: patience.renewalPause,
            isVoidAtEnd: false,
            silence: patience.silence
        ) {
            try await calls.complete(completion, patience)
        }
    }

    /// What the client declared to the front; the front has checked the form.
    private static func digests(of opening: GrantOpening) throws(APIProblem) -> DeclaredDigests {
        do {
            return try DeclaredDigests(contentDigest: opening.contentDigest, reprDigest: opening.reprDigest)
        } catch {
            throw APIProblem(.malformed, detail: error.description)
        }
    }
}

extension GrantOpening {
    /// How often the client is told that its upload is still worked on; nil for never.
    ///
    /// RFC 8607 §3.11.7: "Servers SHOULD use the "102 (Processing)" interim response … to keep the client connection alive
    /// if the response will take some time." The node keeps the connection, and the front may take long at the end.
    fileprivate var processing: ProcessingNotice? {
        guard let processingMilliseconds, processingMilliseconds > 0 else { return nil }
        return ProcessingNotice(every: .milliseconds(Int64(processingMilliseconds)))
    }
}
