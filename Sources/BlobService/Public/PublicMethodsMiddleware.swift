import BlobAPI
import BlobModel
import HTTPTypes
import Hummingbird
import InternalServing
import ServiceSupport

/// Refuses every method but GET and HEAD where downloads are, and every one but POST where uploads are.
///
/// Nothing can be changed through a public listener but by a URL that the front has signed for that.
struct PublicMethodsMiddleware: RouterMiddleware {
    /// The context of the requests.
    typealias Context = ServiceRequestContext

    private static let places: [(prefix: String, methods: [HTTPRequest.Method])] = [
        (SignedURL.pathPrefix, [.get, .head]), ("/attachments/", [.get, .head]), (SignedUpload.pathPrefix, [.post]),
    ]

    /// Passes on what a place takes, and requests for other places, which are not found there.
    func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let place = Self.places.first { request.uri.path.hasPrefix($0.prefix) }
        guard let place, !place.methods.contains(request.method) else { return try await next(request, context) }
        let problem = APIProblem(.methodNotAllowed)
        let isUpload = place.prefix == SignedUpload.pathPrefix
        var refusal =
            try isUpload ? UploadRefusal(problem: problem).response : problem.response(from: request, context: context)
        // RFC 9110 §15.5.6: "The origin server MUST generate an Allow header field in a 405 response".
        refusal.headers[.allow] = place.methods.map(\.rawValue).joined(separator: ", ")
        return refusal
    }
}
