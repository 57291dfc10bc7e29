import AttachmentStore
import BlobAPI
import BlobModel
import DeploymentStore
import CalendarStore
import Hummingbird
import InternalServing
import NIOCore
import SQLDatabase
import ServiceSupport

/// The internal route by which a node asks whether a client's own credentials let it have an attachment.
///
/// The same authentication, slowing of failures, and access as at the front itself; neither question nor answer is kept.
struct DownloadAuthorizationRoute: Sendable {
    /// The most bytes of a question: a path, an Authorization value, and an address.
    private static let maximumBytes = 32 << 10

    private let dependencies: FrontDependencies
    private let minter: SignedURLMinter
    private let gate: NodeGate

    /// Makes the route.
    init(dependencies: FrontDependencies, minter: SignedURLMinter) {
        self.dependencies = dependencies
        self.minter = minter
        gate = NodeGate(dependencies)
    }

    /// Adds the route to a router.
    func add(to router: Router<ServiceRequestContext>) {
        router.on(.authorizeDownload, use: authorize)
    }

    @Sendable
    private func authorize(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        try await gate.answer(request, context) { caller in
            let question = try await Self.question(request, context)
            return try await authorization(question, for: caller)
        }
    }

    private static func question(
        _ request: Request,
        _ context: ServiceRequestContext
    ) async throws -> DownloadAuthorizationRequest {
        var body = try await request.acceptBody(context).makeAsyncIterator()
        var bytes: [UInt8] = []
        while let piece = try await body.next() {
            bytes += piece.readableBytesView
            guard bytes.count <= maximumBytes else { throw APIProblem(.malformed, detail: "The body is too long.") }
        }
        guard let question = try? APICoding.decode(DownloadAuthorizationRequest.self, from: bytes),
            ["GET", "HEAD"].contains(question.method), question.clientAddress.utf8.count <= 64
        else { throw APIProblem(.malformed, detail: "The body is no question for leave to download.") }
        return question
    }

    private func authorization(
        _ question: DownloadAuthorizationRequest,
        for caller: NodeID
    ) async throws -> DownloadAuthorization {
        // The path is the client's: whatever it is, the client is told that there is nothing.
        guard case .attachment(let id, _)? = try? ResourcePath(parsing: question.path) else {
            throw APIProblem(.attachmentNotFound)
        }
        let now = dependencies.now()
        let (held, epoch) = try await readable(id, for: try await principal(question))
        let placement = try await dependencies.placements.current(atLeast: epoch, now: now)
        let link = try minter.url(for: held, in: placement, now: now)
        return DownloadAuthorization(
            node: link.node,
            domain: held.holding.domain,
            blob: held.attachment.blob,
            size: held.attachment.size,
            filename: held.attachment.filename,
            mediaType: held.attachment.mediaType,
            location: link.node == caller ? nil : link.url
        )
    }

    private func principal(_ question: DownloadAuthorizationRequest) async throws -> Principal {
        do {
            return try await dependencies.authenticator.authenticate(
                question.authorization,
                from: question.clientAddress,
                now: dependencies.now()
            )
        } catch let error as AuthenticationError {
            throw problem(for: error)
        }
    }

    private func problem(for error: AuthenticationError) -> APIProblem {
        switch error {
        case .credentialsMissing, .malformed, .refused, .tokenRefused:
            .credentialsRequired(
                challenge: AuthenticationChallenge(dependencies.configuration.access).value(for: error)
            )
        case .slowed(let seconds): .tooManyAttempts(retryAfter: seconds)
        case .busy: APIProblem(.unavailable, detail: "Too many passwords wait to be verified.")
        case .keysMissing: APIProblem(.unavailable, detail: "The keys of tokens have not been loaded yet.")
        }
    }

    /// Returns the attachment, and the epoch of the shard map that was seen together with it.
    private func readable(_ id: AttachmentID, for principal: Principal) async throws -> (HeldAttachment, UInt64?) {
        let (decision, epoch) = try await AttachmentAccess(dependencies).decision(on: id, for: principal)
        switch decision {
        case .readable(let held): return (held, epoch)
        case .denied: throw APIProblem(.accessDenied)
        case .removed(let reason): throw APIProblem(.attachmentGone, detail: reason)
        case .unknown: throw APIProblem(.attachmentNotFound)
        }
    }
}
