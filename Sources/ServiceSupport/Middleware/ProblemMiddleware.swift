import HTTPSemantics
package import Hummingbird
import HTTPTypes
import Logging
import NIOHTTP1

/// Turns what handlers throw into problem documents (RFC 9457); the only place of a listener that does.
package struct ProblemMiddleware<Context: ServiceContext>: RouterMiddleware {
    /// Creates the middleware.
    package init() {}

    /// Passes the request on and answers errors.
    package func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as ProblemDetails {
            return error.response()
        } catch let error as HTTPError {
            return ProblemDetails(error).response(error.headers)
        } catch let error as any HTTPResponseError {
            return try error.response(from: request, context: context)
        } catch is HTTPParserError, is RequestBodyError {
            return ProblemDetails.bodyFailed.response()
        } catch {
            // What fails because nobody waits for it any more is no fault of the service.
            let level: Logger.Level = Task.isCancelled ? .debug : .error
            context.logger.log(level: level, "request failed", metadata: ["error": "\(error)"])
            return ProblemDetails.internalFault.response()
        }
    }
}

extension ProblemDetails {
    /// The body of a request ended before its end.
    fileprivate static let bodyFailed = ProblemDetails(
        status: 400,
        code: "body-failed",
        title: "The body broke off."
    )

    /// A fault of the service; what it was is in the log.
    fileprivate static let internalFault = ProblemDetails(
        status: 500,
        code: "internal",
        title: "The service failed."
    )

    /// Creates the details of an error that Hummingbird throws, such as for an unknown route.
    fileprivate init(_ error: HTTPError) {
        let code = error.status == .notFound ? "route-not-found" : error.status.codeWord
        self.init(status: error.status.code, code: code, title: error.status.reasonPhrase, detail: error.body)
    }
}

extension HTTPResponse.Status {
    /// The reason phrase as a stable word, such as `method-not-allowed`.
    fileprivate var codeWord: String {
        String(reasonPhrase.lowercased().map { $0 == " " ? "-" : $0 })
    }
}
