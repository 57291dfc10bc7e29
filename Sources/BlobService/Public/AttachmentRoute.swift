import BlobAPI
import BlobClient
import HTTPTypes
import Hummingbird
import Logging
import ServiceSupport

/// `GET|HEAD /attachments/<id>/<filename>`: a client that put this node's authority into the ATTACH URI.
///
/// The client's own credentials go to the front, which decides; neither they nor the answer are kept or logged.
struct AttachmentRoute: Sendable {
    /// The node that it belongs to.
    let node: NodeAccess

    /// What answers once the front has agreed.
    let responder: DownloadResponder

    /// Over which connections credentials are taken.
    let credentials: CredentialsRule

    /// Adds the route to a router, which answers HEAD wherever there is a GET.
    func add(to router: Router<ServiceRequestContext>) {
        router.get("/attachments/{id}/{filename}", use: get)
    }

    @Sendable
    private func get(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        // No challenge either: it would make the client send its password where it can be overheard.
        guard credentials.accepts(context.client, request.headers) else {
            throw APIProblem(.credentialsInsecure)
        }
        let runtime = try node.state.runtime()
        let authorization = try await authorization(for: request, context)
        if let location = authorization.location {
            return Response(status: .temporaryRedirect, headers: [.location: location, .cacheControl: "no-store"])
        }
        guard authorization.node == runtime.assignment.node else {
            throw APIProblem(.unavailable, detail: "The attachment is on another node.")
        }
        let download = Download(authorization)
        return try await responder.respond(to: request, context, with: download, from: runtime.store)
    }

    private func authorization(
        for request: Request,
        _ context: ServiceRequestContext
    ) async throws -> DownloadAuthorization {
        let question = DownloadAuthorizationRequest(
            path: request.uri.path,
            authorization: request.headers[.authorization],
            clientAddress: context.client.address,
            method: request.method.rawValue
        )
        let call = InternalCall(requestID: context.requestID)
        do {
            return try await InternalCall.$current.withValue(call) {
                try await node.front.authorizeDownload(question)
            }
        } catch let error as FrontClientError {
            throw Self.problem(for: error, context)
        }
    }

    /// What the client is told: the front's answer about the client, but nothing of what the services have to settle.
    private static func problem(for error: FrontClientError, _ context: ServiceRequestContext) -> APIProblem {
        if case .refused(let problem) = error, problem.code.isAboutClient { return problem }
        context.logger.error("download not authorised by the front", metadata: ["reason": "\(error)"])
        return .unavailable(retryAfter: 1)
    }
}

extension ErrorCode {
    /// Whether the code is the front's answer to the client, which the node passes on.
    fileprivate var isAboutClient: Bool {
        switch self {
        case .credentialsRequired, .accessDenied, .attachmentNotFound, .attachmentGone, .tooManyAttempts: true
        default: false
        }
    }
}
