import BlobAPI
import HTTPTypes
import Hummingbird
import ServiceSupport

/// Lets nobody but the front reach what the contract keeps behind the secret: everything but health and metrics.
///
/// What is open is named, and not what is closed: the router takes `//internal/v1/status` for `/internal/v1/status`.
struct PeerMiddleware: RouterMiddleware {
    /// The context of the requests.
    typealias Context = ServiceRequestContext

    /// The digests by which the front is known.
    let peers: PeerDigests

    private static let openPaths = Set(BlobAPI.Operation.allCases.filter { !$0.needsSecret }.map(\.template))

    /// Passes the request on if its bearer secret is good; unknown routes are not told apart from known ones before.
    func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard !Self.openPaths.contains(request.uri.path) else { return try await next(request, context) }
        guard peers.peer(presenting: request.headers[.authorization]) != nil else {
            throw APIProblem(.peerUnauthenticated)
        }
        return try await next(request, context)
    }
}
