import HTTPTypes
package import Hummingbird
import Logging

/// Gives each request its identity, in the context, in the log, and in the answer.
package struct RequestIdentityMiddleware<Context: ServiceContext>: RouterMiddleware {
    private let acceptsCallerIdentity: Bool

    /// Creates the middleware; only internal listeners take a caller's ID over, so that nobody outside can forge one.
    package init(acceptsCallerIdentity: Bool) {
        self.acceptsCallerIdentity = acceptsCallerIdentity
    }

    /// Sets the identity and passes the request on.
    package func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        var context = context
        if acceptsCallerIdentity, let given = request.headers[.attacheRequestID], RequestIdentity.isValid(given) {
            context.requestID = given
        }
        context.logger[metadataKey: "hb.request.id"] = nil
        context.logger[metadataKey: "request-id"] = "\(context.requestID)"
        var response = try await next(request, context)
        response.headers[.attacheRequestID] = context.requestID
        return response
    }
}

extension HTTPField.Name {
    /// The field of a request's identity.
    fileprivate static var attacheRequestID: HTTPField.Name {
        guard let name = HTTPField.Name(RequestIdentity.fieldName) else {
            preconditionFailure("The name of the request ID field is a token.")
        }
        return name
    }
}
