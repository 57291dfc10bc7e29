import BlobAPI
import HTTPTypes
import Hummingbird
import ServiceSupport

/// Lets nobody but the front reach the routes below `/internal/`.
struct PeerMiddleware: RouterMiddleware {
    /// The context of the requests.
    typealias Context = ServiceRequestContext

    /// The digests by which the front is known.
    let peers: PeerDigests

    /// Passes the request on if its bearer secret is good; unknown routes are not told apart from known ones before.
    func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard request.uri.path.hasPrefix("/internal/") else { return try await next(request, context) }
        guard peers.peer(presenting: request.headers[.authorization]) != nil else {
            throw APIProblem(.peerUnauthenticated)
        }
        return try await next(request, context)
    }
}
