import BlobAPI
import BlobModel
import Hummingbird
import ServiceSupport

/// The routers of a node's two listeners.
struct NodeRoutes: Sendable {
    /// The node.
    let node: NodeAccess

    /// Its configuration.
    let configuration: BlobConfiguration

    /// The word for the public listener in logs and metrics.
    static let publicListener = "blob-public"

    /// The word for the internal listener in logs and metrics.
    static let internalListener = "blob-internal"

    /// Creates the routes of a node.
    init(node: NodeAccess, configuration: BlobConfiguration) {
        self.node = node
        self.configuration = configuration
    }

    /// Returns the router of the public listener.
    func publicRouter() -> Router<ServiceRequestContext> {
        let router = ServiceRouter.make(
            context: ServiceRequestContext.self,
            audience: .everyone,
            listener: Self.publicListener,
            trustedProxies: configuration.trustedProxies
        )
        router.add(middleware: StoreErrorMiddleware(audience: .everyone))
        router.add(middleware: ReadOnlyMiddleware())
        let responder = DownloadResponder(bodies: DownloadBodies(sendsFiles: true))
        SignedDownloadRoute(node: node, responder: responder).add(to: router)
        AttachmentRoute(node: node, responder: responder, credentials: configuration.credentials).add(to: router)
        health.add(to: router)
        return router
    }

    /// Returns the router of the internal listener, without metrics when no route of them is given.
    func internalRouter(metrics: MetricsRoute?) -> Router<ServiceRequestContext> {
        let router = ServiceRouter.make(
            context: ServiceRequestContext.self,
            audience: .services,
            listener: Self.internalListener
        )
        router.add(middleware: StoreErrorMiddleware(audience: .services))
        router.add(middleware: PeerMiddleware(peers: configuration.peers))
        ReferenceRoutes(node: node).add(to: router)
        // The front reads as from any store, which never gives other bytes than were put: each chunk is checked.
        BlobRoutes(node: node, bodies: DownloadBodies(sendsFiles: false)).add(to: router)
        StatusRoute(node: node).add(to: router)
        health.add(to: router)
        metrics?.add(to: router)
        return router
    }

    private var health: HealthRoutes {
        let state = node.state
        return HealthRoutes(checks: [
            HealthCheck("assignment") {
                state.current == nil ? .notReady("The node has no assignment yet.") : .ready
            },
            HealthCheck("shards") {
                let failed = (state.current?.store.unwritableShards ?? []).map(\.text)
                return failed.isEmpty ? .ready : .notReady("Not writable: " + failed.joined(separator: ", "))
            },
        ])
    }
}
