import BlobAPI
import BlobClient
import BlobModel
import HTTPSemantics
import Hummingbird
import Logging
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

    /// The front.
    let front: any GrantSource

    /// How long the front's last word is waited for.
    let patience: GrantPatience

    /// The turns of the node, which are taken one an upload.
    let turns: SharedBudget<DedupDomain>

    /// The logger of the request.
    let logger: Logger

    /// Stores the body of a request.
    ///
    /// - Returns: The answer of the front.
    /// - Throws: `APIProblem` and `BlobError`. Nothing of the body is left then; but when only the front's last word is
    ///   missing, the bytes stay until it is known, or for a day.
    func perform(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        switch try await receive(request, context) {
        case .refused(let answer): return Response(relaying: answer, context)
        case .stored(let stored): return Response(relaying: try await complete(stored), context)
        }
    }

    /// What comes of a body.
    private enum Receipt {
        case refused(FrontClient.Relayed)
        case stored(StoredBlob)
    }

    /// Takes the body in its turn, which is over before the front's last word is waited for.
    private func receive(_ request: Request, _ context: ServiceRequestContext) async throws -> Receipt {
        // Before the opening, so that who finds no room has his grant still.
        let turn = try await turn()
        defer { withExtendedLifetime(turn) {} }
        let leave = try await asking { try await front.openGrant(permit.reference, GrantQuestion(permit.grant)) }
        switch leave {
        case .refused(let answer): return .refused(answer)
        case .given(let opening): return .stored(try await store(opening, request, context))
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

    private func complete(_ stored: StoredBlob) async throws -> FrontClient.Relayed {
        let place = runtime.assignment.shardMap.place(of: permit.domain)
        let completion = GrantCompletion(blob: stored.description, place: place)
        return try await asking {
            try await patience.run(logger) { try await front.completeGrant(permit.reference, completion) }
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

    /// Tells the client what the front says of its grant, and nothing of what the services have to settle.
    private func asking<Value>(_ question: () async throws -> Value) async throws -> Value {
        do {
            return try await question()
        } catch let error as FrontClientError {
            if case .refused(let problem) = error, [.grantSpent, .grantUnknown].contains(problem.code) {
                throw APIProblem(problem.code)
            }
            logger.error(
                "upload not settled by the front",
                metadata: ["reference": "\(permit.reference)", "reason": "\(error)"]
            )
            throw APIProblem.unavailable(retryAfter: 1)
        }
    }
}
