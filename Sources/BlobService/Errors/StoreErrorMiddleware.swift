import BlobAPI
import BlobModel
import Hummingbird
import Logging
import ServiceSupport

/// Turns errors of the store and of signed URLs into the problems that callers know.
struct StoreErrorMiddleware: RouterMiddleware {
    /// The context of the requests.
    typealias Context = ServiceRequestContext

    /// Who calls: what went wrong inside is told to the other service only.
    let audience: ServiceRouter.Audience

    /// Passes the request on and translates what is thrown.
    func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as BlobError {
            report(error, context)
            throw problem(telling: error)
        } catch let error as UploadSessionError {
            throw APIProblem(telling: error)
        } catch let error as SignedURLError {
            throw APIProblem(ErrorCode(rawValue: error.code) ?? .malformed, detail: error.description)
        } catch let error as BlobModelError {
            throw APIProblem(.malformed, detail: error.description)
        }
    }

    /// The sentence of a store that is not available may name paths, hosts, and other programs.
    private func problem(telling error: BlobError) -> APIProblem {
        if case .unavailable = error, audience == .everyone { return .unavailable(retryAfter: 1) }
        return APIProblem(telling: error)
    }

    /// Damaged bytes and full disks are the operator's business, whoever meets them; why a shard is not there was logged
    /// when it went.
    private func report(_ error: BlobError, _ context: Context) {
        switch error {
        case .corrupt, .insufficientSpace:
            context.logger.error("store failed", metadata: ["error": "\(error)"])
        case .unavailable:
            context.logger.notice("store not available", metadata: ["error": "\(error)"])
        default: break
        }
    }
}
