import BlobModel
import HTTPSemantics
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOHTTP1
import ServiceSupport
import SQLDatabase
import WebDAV

/// Turns what handlers throw into answers; the only place of the public listener that writes the body of an error.
struct ErrorResponseMiddleware: RouterMiddleware {
    /// The context of the public listener's requests.
    typealias Context = ServiceRequestContext

    /// Passes the request on and answers errors.
    func handle(
        _ request: Request,
        context: ServiceRequestContext,
        next: @concurrent (Request, ServiceRequestContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            let answer = WebDAVError(answering: error)
            if answer.status.kind == .serverError {
                context.logger.error("request failed", metadata: ["error": "\(error)"])
            }
            var response = answer.response
            response.headers.append(contentsOf: Self.fields(for: error))
            return response
        }
    }

    /// The fields that an answer needs beside its body.
    private static func fields(for error: any Error) -> HTTPFields {
        switch error {
        case let error as MethodNotAllowed: [.allow: error.allowed]
        case AuthenticationError.slowed(let seconds): [.retryAfter: String(seconds)]
        case AuthenticationError.busy, SQLError.busy, is ObjectWriteOutdated: [.retryAfter: "1"]
        case let error as BlobError where error.isWorthRetrying: [.retryAfter: "1"]
        case is AuthenticationError: [.wwwAuthenticate: AuthenticationError.challenge]
        case let error as HTTPError: error.headers
        default: [:]
        }
    }
}
