import BlobAPI
import HTTPTypes
import Hummingbird
import ServiceSupport

/// Lets nobody reach what the contract keeps behind a secret without one: the front its routes, the operator his.
///
/// What is open is named, and not what is closed: the router takes `//internal/v1/status` for `/internal/v1/status`. So it
/// is with the operator's routes: his secret opens none but those named here, and each of them looks at it once more
/// (``OperatorGate``), so that no spelling of a path lets the front's secret pass there.
struct PeerMiddleware: RouterMiddleware {
    /// The context of the requests.
    typealias Context = ServiceRequestContext

    /// The digests by which the front is known.
    let peers: PeerDigests

    /// The digests by which the operator is known; nil when the node takes no orders.
    let operators: PeerDigests?

    private static let openPaths = Set(BlobAPI.Operation.allCases.filter { !$0.needsSecret }.map(\.template))
    private static let operatorPaths = BlobAPI.Operation.allCases.filter { $0.caller == .operator }
        .map { PathTemplate($0.template) }

    /// Passes the request on if its bearer secret is good; unknown routes are not told apart from known ones before.
    func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let path = request.uri.path
        guard !Self.openPaths.contains(path) else { return try await next(request, context) }
        let authorization = request.headers[.authorization]
        if peers.peer(presenting: authorization) != nil { return try await next(request, context) }
        let isForOperators = Self.operatorPaths.contains { $0.matches(path) }
        guard let operators else {
            // The routes exist, and say what is missing.
            guard isForOperators else { throw APIProblem(.peerUnauthenticated) }
            return try await next(request, context)
        }
        guard operators.peer(presenting: authorization) != nil else { throw APIProblem(.peerUnauthenticated) }
        guard isForOperators else { throw APIProblem(.peerForbidden) }
        return try await next(request, context)
    }
}

/// The template of a path, to be held against paths as the router does it.
private struct PathTemplate: Sendable {
    private let segments: [Substring]

    init(_ template: String) {
        segments = template.split(separator: "/")
    }

    func matches(_ path: String) -> Bool {
        let found = path.split(separator: "/")
        guard found.count == segments.count else { return false }
        return zip(segments, found).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
    }
}
