import BlobAPI
package import Hummingbird
import InternalServing
package import Logging
package import ServiceLifecycle
package import ServiceSupport
import SQLDatabase

/// The CalDAV service: a public listener for clients, an internal one for blob nodes, and background work.
package struct FrontService: Sendable {
    /// The listener that clients connect to.
    package let publicListener: HTTPListener<RouterResponder<ServiceRequestContext>>

    /// The listener that blob nodes and the operator's tools connect to.
    package let internalListener: HTTPListener<RouterResponder<ServiceRequestContext>>

    /// What tells which requests of clients are answered on the event loop of their connection.
    let brief: BriefResources

    private let background: [any Service]

    /// Assembles a front; nothing runs before its services do.
    ///
    /// - Parameters:
    ///   - dependencies: What all handlers work with.
    ///   - writeHook: Who takes part in PUT and DELETE of calendar object resources.
    ///   - extensions: The parts that add routes and background work.
    ///   - registry: The metrics to show on the internal listener.
    ///   - logger: The logger of the background; each request gets one of its own.
    package init(
        dependencies: FrontDependencies,
        writeHook: any ObjectWriteHook,
        extensions: [any FrontExtension],
        registry: PrometheusRegistry,
        logger: Logger
    ) {
        RequestBudgets.describe(in: registry)
        let routes = Self.routes(dependencies, writeHook: writeHook, extensions: extensions)
        let health = HealthRoutes(checks: [Self.databaseCheck(dependencies)])
        var publicConnections = ConnectionOptions()
        publicConnections.tls = dependencies.configuration.tls
        brief = BriefResources(routes: routes)
        publicConnections.brief = brief
        publicListener = HTTPListener(
            name: "public",
            address: dependencies.configuration.publicAddress,
            connections: publicConnections,
            responder: Self.publicRouter(dependencies, routes: routes, health: health).buildResponder(),
            logger: logger
        )
        var internalConnections = ConnectionOptions(limits: .internal)
        internalConnections.brief = BriefOperations([.authorizeDownload, .liveness, .readiness])
        internalListener = HTTPListener(
            name: "internal",
            address: dependencies.configuration.internalAddress,
            connections: internalConnections,
            responder: Self.internalRouter(extensions, health: health, registry: registry).buildResponder(),
            logger: logger
        )
        let clearing = CalendarClearing(dependencies, hook: writeHook)
        background =
            extensions.flatMap(\.services) + Self.renewals(dependencies, logger: logger)
            + [CalendarClearingService(clearing, bell: dependencies.clearings, logger: logger)]
    }

    /// Everything that runs, in the order of the start; the listeners are last, and so the first to stop.
    package var services: [any Service] {
        background + [internalListener, publicListener]
    }
}

extension FrontService {
    /// The kinds of resource whose properties can be asked for.
    private static let resourcesWithProperties: [ResourceKind] = [
        .root, .principalCollection, .principal, .homeCollection, .home, .calendar, .object,
    ]

    private static func routes(
        _ dependencies: FrontDependencies,
        writeHook: any ObjectWriteHook,
        extensions: [any FrontExtension]
    ) -> RouteTable {
        var routes = RouteTable()
        let get = GetHandler(dependencies: dependencies)
        routes.on(.get, [.object], get)
        routes.on(.head, [.object], get)
        addWriting(dependencies, writeHook: writeHook, to: &routes)
        routes.on(.propfind, resourcesWithProperties, PropFindHandler(dependencies: dependencies))
        routes.on(.report, resourcesWithProperties, ReportHandler(dependencies: dependencies))
        for part in extensions { part.addRoutes(to: &routes) }
        return routes
    }

    private static func addWriting(
        _ dependencies: FrontDependencies,
        writeHook: any ObjectWriteHook,
        to routes: inout RouteTable
    ) {
        let put = PutHandler(dependencies: dependencies, hook: writeHook)
        routes.on(.put, [.object], put)
        routes.on(.post, [.calendar], AddMemberHandler(put: put, configuration: dependencies.configuration))
        routes.on(.delete, [.object], DeleteHandler(dependencies: dependencies, hook: writeHook))
        routes.on(.delete, [.calendar], DeleteCalendarHandler(dependencies: dependencies, hook: writeHook))
        // Below a calendar there is nothing to be made: the handler says so by the precondition.
        let make = MakeCalendarHandler(dependencies: dependencies)
        routes.on(.mkcalendar, [.calendar, .object], make)
        routes.on(.mkcol, [.calendar, .object], make)
        let transfer = TransferHandler(dependencies: dependencies, hook: writeHook)
        routes.on(.copy, [.calendar, .object], transfer)
        routes.on(.move, [.calendar, .object], transfer)
        let patch = PropPatchHandler(dependencies: dependencies)
        routes.on(.proppatch, [.principal, .home, .calendar, .object], patch)
    }

    private static func publicRouter(
        _ dependencies: FrontDependencies,
        routes: RouteTable,
        health: HealthRoutes
    ) -> Router<ServiceRequestContext> {
        let router = ServiceRouter.make(
            context: ServiceRequestContext.self,
            audience: .everyone,
            listener: "public",
            clients: ClientPolicy(
                trustedProxies: dependencies.configuration.trustedProxies,
                isEncrypted: dependencies.configuration.tls != nil
            ),
            errors: ErrorResponseMiddleware(
                challenge: AuthenticationChallenge(dependencies.configuration.access),
                hasPages: dependencies.configuration.pagesEnabled
            )
        )
        health.add(to: router)
        router.add(middleware: ResourceDispatcher(dependencies: dependencies, routes: routes))
        return router
    }

    private static func internalRouter(
        _ extensions: [any FrontExtension],
        health: HealthRoutes,
        registry: PrometheusRegistry
    ) -> Router<ServiceRequestContext> {
        let router = ServiceRouter.make(
            context: ServiceRequestContext.self,
            audience: .services,
            listener: "internal"
        )
        health.add(to: router)
        MetricsRoute(registry: registry).add(to: router)
        for part in extensions { part.addInternalRoutes(to: router) }
        return router
    }

    /// What keeps the certificate and the keys of tokens up to date, where there are any.
    private static func renewals(_ dependencies: FrontDependencies, logger: Logger) -> [any Service] {
        var renewals: [any Service] = []
        if let tls = dependencies.configuration.tls { renewals.append(TLSRenewal(tls, logger: logger)) }
        if let tokens = dependencies.configuration.access.tokens, let keys = dependencies.authenticator.tokenKeys {
            renewals.append(TokenKeyRenewal(tokens, keys: keys, logger: logger))
        }
        return renewals
    }

    private static func databaseCheck(_ dependencies: FrontDependencies) -> HealthCheck {
        HealthCheck("database") {
            do {
                try await dependencies.database.read { txn in _ = try txn.query("SELECT 1 AS one") }
                return .ready
            } catch {
                return .notReady("\(error)")
            }
        }
    }
}
