import AttachmentStore
import DeploymentStore
import HTTPTypes
import Hummingbird
import SQLDatabase
import ServiceSupport
import WebDAV

/// Answers GET and HEAD of an attachment URI: by a redirect to the node that has the bytes, or with the bytes.
///
/// The managed ID in the path selects the attachment; the last segment is a name for people and selects nothing.
struct AttachmentDownload: ResourceHandler {
    private let dependencies: FrontDependencies
    private let minter: SignedURLMinter
    private let bytes: AttachmentBytes

    /// Makes the handler.
    init(dependencies: FrontDependencies, minter: SignedURLMinter) {
        self.dependencies = dependencies
        self.minter = minter
        bytes = AttachmentBytes(blobs: dependencies.blobs)
    }

    /// Answers with a redirect or the bytes, or refuses: 403 and 404 for strangers, 410 for those who could read it.
    func respond(to request: FrontRequest) async throws -> Response {
        guard case .attachment(let id, _) = request.resource else { throw WebDAVError.notFound }
        let (decision, epoch) = try await AttachmentAccess(dependencies).decision(on: id, for: request.principal)
        let held = try readable(decision, request)
        let placement = try await dependencies.placements.current(atLeast: epoch, now: request.received)
        return switch dependencies.configuration.attachments.download {
        case .redirect: try redirect(to: held, in: placement, request)
        case .stream: try await bytes.response(to: request.request, over: request.context.channel, with: held)
        }
    }

    /// Brief where the answer is a redirect; bytes may be many.
    func isBrief(_ head: HTTPRequest) -> Bool {
        dependencies.configuration.attachments.download == .redirect
    }

    private func readable(_ decision: AttachmentDecision, _ request: FrontRequest) throws -> HeldAttachment {
        switch decision {
        case .readable(let held): return held
        case .denied: throw AccessDenial.error(.read, on: request.resource)
        case .removed(let reason): throw WebDAVError(.gone, reason)
        case .unknown: throw WebDAVError.notFound
        }
    }

    /// RFC 9110 §13.2.1 has the conditions of the request ignored: the answer without them is no 2xx.
    private func redirect(
        to held: HeldAttachment,
        in placement: Placement,
        _ request: FrontRequest
    ) throws -> Response {
        let signed = try minter.url(for: held, in: placement, now: request.received)
        return Response(
            status: .temporaryRedirect,
            headers: [.location: signed.url, .cacheControl: "no-store"]
        )
    }
}
