import BlobAPI
import HTTPTypes
import Hummingbird
import ServiceSupport

/// Refuses every method but GET and HEAD where downloads are: nothing can be changed through a public listener.
struct ReadOnlyMiddleware: RouterMiddleware {
    /// The context of the requests.
    typealias Context = ServiceRequestContext

    /// Passes GET and HEAD on, and requests for other places, which are not found there.
    func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let isDownload = ["/d/v1/", "/attachments/"].contains { request.uri.path.hasPrefix($0) }
        guard !isDownload || [.get, .head].contains(request.method) else {
            throw APIProblem(.methodNotAllowed)
        }
        return try await next(request, context)
    }
}
