package import Hummingbird

/// The routers of both services: standard middleware first, HEAD wherever there is a GET.
package enum ServiceRouter {
    /// Who calls the listener.
    package enum Audience: String, Sendable {
        /// Anyone.
        case everyone = "public"
        /// The other service and the operator's tools: request IDs of the caller are taken over.
        case services = "internal"
    }

    /// Makes a router with request identity, access log and metrics, and the client that the policy names.
    ///
    /// Errors become problem documents, unless a service brings a middleware of its own for them.
    ///
    /// - Parameters:
    ///   - context: The type of the request context.
    ///   - audience: Who calls.
    ///   - listener: The word for the listener in logs and metrics.
    ///   - clients: Who is taken for the client.
    ///   - errors: What turns errors into answers.
    /// - Returns: The router, to which routes are to be added.
    package static func make<Context: ServiceContext>(
        context: Context.Type,
        audience: Audience,
        listener: String,
        clients: ClientPolicy = ClientPolicy(),
        errors: any MiddlewareProtocol<Request, Response, Context> = ProblemMiddleware<Context>()
    ) -> Router<Context> {
        let router = Router(context: context, options: .autoGenerateHeadEndpoints)
        router.add(middleware: RequestIdentityMiddleware<Context>(acceptsCallerIdentity: audience == .services))
        router.add(middleware: ForwardedClientMiddleware<Context>(clients))
        router.add(middleware: ExchangeMiddleware<Context>(listener: listener))
        router.add(middleware: errors)
        return router
    }
}
