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

    private let challenge: AuthenticationChallenge
    private let hasPages: Bool

    /// Creates the middleware of a front.
    ///
    /// - Parameters:
    ///   - challenge: What a 401 tells about proving who the user is.
    ///   - hasPages: Whether people get pages.
    init(challenge: AuthenticationChallenge, hasPages: Bool) {
        self.challenge = challenge
        self.hasPages = hasPages
    }

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
                // What fails because nobody waits for it any more is no fault of the service, nor is what a client may not.
                let level: Logger.Level = Task.isCancelled || Self.isRefusal(error) ? .debug : .error
                context.logger.log(level: level, "request failed", metadata: ["error": "\(error)"])
            }
            var response = answer.response(to: request, hasPages: hasPages)
            response.headers.append(contentsOf: fields(for: error))
            return response
        }
    }

    /// Whether an error says what a client may not, by a status that stands among those of failures: a destination elsewhere
    /// (502), or more than a quota (507).
    private static func isRefusal(_ error: any Error) -> Bool {
        guard let error = error as? WebDAVError else { return false }
        return error.status == .badGateway || error.status == .insufficientStorage
    }

    /// The fields that an answer needs beside its body.
    private func fields(for error: any Error) -> HTTPFields {
        switch error {
        case let error as MethodNotAllowed: [.allow: error.allowed]
        case AuthenticationError.slowed(let seconds): [.retryAfter: String(seconds)]
        case AuthenticationError.busy, AuthenticationError.keysMissing, SQLError.busy, is ObjectWriteOutdated:
            [.retryAfter: "1"]
        case let error as BlobError where error.isWorthRetrying: [.retryAfter: "1"]
        case let error as BudgetExhausted: [.retryAfter: String(error.retryAfter)]
        case let error as AuthenticationError: challenges(for: error)
        case let error as HTTPError: error.headers
        default: [:]
        }
    }

    /// A field line for each scheme: clients that take a value apart badly find the one that they know.
    private func challenges(for error: AuthenticationError) -> HTTPFields {
        HTTPFields(challenge.values(for: error).map { HTTPField(name: .wwwAuthenticate, value: $0) })
    }
}
