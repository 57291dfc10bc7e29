import BlobModel
import Hummingbird
import ServiceSupport

/// `GET|HEAD /d/v1/<blob>`: whoever holds a signed URL gets the bytes, and the front is not asked.
///
/// `Authorization` and cookies mean nothing here.
struct SignedDownloadRoute: Sendable {
    /// The node that it belongs to.
    let node: NodeAccess

    /// What answers once the URL was found good.
    let responder: DownloadResponder

    /// Adds the route to a router, which answers HEAD wherever there is a GET.
    func add(to router: Router<ServiceRequestContext>) {
        router.get("/d/v1/{blob}", use: get)
    }

    @Sendable
    private func get(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let url = try SignedURL(parsingPath: request.uri.path, query: request.uri.query ?? "")
        let runtime = try await node.verify(url)
        let download = Download(url, remainingLife: url.remainingLife(now: node.now()))
        return try await responder.respond(to: request, context, with: download, from: runtime.store)
    }
}
