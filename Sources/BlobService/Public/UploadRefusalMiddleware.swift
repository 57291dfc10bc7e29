import BlobAPI
import BlobModel
import Hummingbird
import ServiceSupport

/// Answers the refusals of uploads with `DAV:error`; those of downloads stay problem documents.
struct UploadRefusalMiddleware: RouterMiddleware {
    /// The context of the requests.
    typealias Context = ServiceRequestContext

    /// Passes the request on, and answers what refuses it where uploads are.
    func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard request.uri.path.hasPrefix(SignedUpload.pathPrefix) else { return try await next(request, context) }
        do {
            return try await next(request, context)
        } catch let problem as APIProblem {
            return UploadRefusal(problem: problem).response
        } catch let error as RequestBodyError {
            return UploadRefusal(problem: APIProblem(.bodyFailed, detail: error.description)).response
        }
    }
}
