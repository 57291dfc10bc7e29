import BlobAPI
import CalendarStore
import HTTPTypes
import Hummingbird
import ServiceSupport
import WebDAV

/// Answers every request of the public listener: parses the target, finds the handler, authenticates, and hands over.
///
/// It is the last middleware, so that requests for all paths and methods come here; it calls nothing after itself.
struct ResourceDispatcher: RouterMiddleware {
    /// The context of the public listener's requests.
    typealias Context = ServiceRequestContext

    private let dependencies: FrontDependencies
    private let routes: RouteTable

    /// Makes a dispatcher over all handlers of the front.
    init(dependencies: FrontDependencies, routes: RouteTable) {
        self.dependencies = dependencies
        self.routes = routes
    }

    /// Answers one request.
    func handle(
        _ request: Request,
        context: ServiceRequestContext,
        next: @concurrent (Request, ServiceRequestContext) async throws -> Response
    ) async throws -> Response {
        let isServerWide = request.method == .options && request.uri.path == "*"
        let resource = isServerWide ? .root : try ResourcePath.target(of: request)
        // The route template, never the path, goes to logs and metrics.
        context.coreContext.endpointPath.value = resource.kind.template
        if resource == .wellKnownCalDAV { return wellKnownRedirect }
        // A style sheet tells nobody anything: a browser that asks for it need not prove who its user is.
        if case .page(.asset(let name)) = resource { return try asset(named: name, request) }
        // Pages that are switched off are not there.
        guard routes.serves(resource.kind) || !resource.isPage else { throw WebDAVError.notFound }
        if request.method == .options { return try await options(request, on: resource.kind, context) }
        guard let handler = routes.handler(of: request.method, on: resource.kind) else {
            throw MethodNotAllowed(allowed: routes.allowed(on: resource.kind))
        }
        try checkOrigin(of: request, on: resource)
        let received = dependencies.now()
        let principal = try await principal(of: request, context)
        let exchange = FrontRequest(
            request: request,
            resource: resource,
            principal: principal,
            context: context,
            received: received,
            admission: RequestAdmission(dependencies.budgets, for: principal.uid)
        )
        // What the handler asks of blob nodes carries the identity of this request.
        return try await InternalCall.$current.withValue(InternalCall(requestID: context.requestID)) {
            try await respond(to: exchange, with: handler)
        }
    }

    /// Answers, and keeps what the request has taken until the answer is written.
    ///
    /// Allow is there also where a handler finds out that the resource does not have the method.
    /// RFC 9110 §15.5.6: "The origin server MUST generate an Allow header field in a 405 response".
    private func respond(to exchange: FrontRequest, with handler: any ResourceHandler) async throws -> Response {
        do {
            try await UnexpectedBody.check(exchange)
            return exchange.admission.keeping(try await handler.respond(to: exchange))
        } catch let error as WebDAVError where error.status == .methodNotAllowed {
            throw MethodNotAllowed(allowed: routes.allowed(on: exchange.resource.kind), reason: error.message)
        }
    }

    /// RFC 6764 §5: "The server MUST redirect HTTP requests for that resource to the actual 'context path'".
    private var wellKnownRedirect: Response {
        Response(
            status: .movedPermanently,
            headers: [
                .location: dependencies.configuration.publicURL.appending(ResourcePath.root.href),
                .cacheControl: "no-cache",
            ]
        )
    }

    /// Refuses what a page of another site made a browser send.
    private func checkOrigin(of request: Request, on resource: ResourcePath) throws(WebDAVError) {
        let publicURL = dependencies.configuration.publicURL
        try CrossSiteRequest.check(request.head, publicURL: publicURL, isForm: resource.isPage)
        if resource.isPage { try CrossSiteRequest.checkPage(request.head) }
    }

    private func asset(named name: String, _ request: Request) throws -> Response {
        guard dependencies.configuration.pagesEnabled else { throw WebDAVError.notFound }
        guard [.get, .head].contains(request.method) else { throw MethodNotAllowed(allowed: "GET, HEAD") }
        return try PageAsset.response(named: name, to: request)
    }

    /// Answers OPTIONS without credentials, since the answer depends on the kind of the path alone.
    ///
    /// Credentials that are sent are checked, because clients try passwords with OPTIONS.
    private func options(
        _ request: Request,
        on kind: ResourceKind,
        _ context: ServiceRequestContext
    ) async throws -> Response {
        if request.headers[.authorization] != nil { _ = try await principal(of: request, context) }
        return OptionsResponse.make(allowed: routes.allowed(on: kind), dependencies.configuration.attachments)
    }

    private func principal(of request: Request, _ context: ServiceRequestContext) async throws -> Principal {
        try await dependencies.authenticator.authenticate(
            request,
            context,
            trusting: dependencies.configuration.access.proxy,
            now: dependencies.now()
        )
    }
}
