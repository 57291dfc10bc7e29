import HTTPTypes
package import Hummingbird

/// Tells the handlers who the client is, by a ``ClientPolicy``.
package struct ForwardedClientMiddleware<Context: ServiceContext>: RouterMiddleware {
    private let clients: ClientPolicy

    /// Creates the middleware.
    package init(_ clients: ClientPolicy) {
        self.clients = clients
    }

    /// Sets the client and passes the request on.
    package func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.client = clients.client(context.client) { request.headers.all($0) }
        return try await next(request, context)
    }
}

extension HTTPFields {
    /// Returns the values of a field by its name, in their order.
    fileprivate func all(_ name: String) -> [String] {
        guard let name = HTTPField.Name(name) else { return [] }
        return self[values: name]
    }
}
