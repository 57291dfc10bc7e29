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

    /// The jobs on its shards.
    let board: MaintenanceBoard

    /// How long an upload waits for the front's last word.
    var grantPatience = GrantPatience()

    /// The word for the public listener in logs and metrics.
    static let publicListener = "blob-public"

    /// The word for the internal listener in logs and metrics.
    static let internalListener = "blob-internal"

    /// Creates the routes of a node.
    ///
    /// - Parameters:
    ///   - node: The node.
    ///   - configuration: Its configuration.
    ///   - board: The jobs on its shards.
    init(
        node: NodeAccess,
        configuration: BlobConfiguration,
        board: MaintenanceBoard = MaintenanceBoard(plan: MaintenancePlan())
    ) {
        self.node = node
        self.configuration = configuration
        self.board = board
    }

    /// Returns the router of the public listener.
    func publicRouter() -> Router<ServiceRequestContext> {
        let router = ServiceRouter.make(
            context: ServiceRequestContext.self,
            audience: .everyone,
            listener: Self.publicListener,
            clients: clients
        )
        router.add(middleware: UploadRefusalMiddleware())
        router.add(middleware: StoreErrorMiddleware(audience: .everyone))
        router.add(middleware: PublicMethodsMiddleware())
        let responder = DownloadResponder(bodies: DownloadBodies(delivery: sendsFiles ? .fromFiles : .copied))
        SignedDownloadRoute(node: node, responder: responder).add(to: router)
        let credentials = CredentialsRule(policy: configuration.credentials, isEncrypted: clients.isEncrypted)
        AttachmentRoute(node: node, responder: responder, credentials: credentials).add(to: router)
        UploadGrantRoute(node: node, patience: grantPatience).add(to: router)
        health.add(to: router)
        return router
    }

    /// Whether bodies may leave by `sendfile`: encrypted, they have to pass through the process.
    var sendsFiles: Bool { configuration.tls == nil }

    /// Who is taken for the client of a request to the public listener.
    var clients: ClientPolicy {
        ClientPolicy(trustedProxies: configuration.trustedProxies, isEncrypted: configuration.tls != nil)
    }

    /// Returns the router of the internal listener, without metrics when no route of them is given.
    func internalRouter(metrics: MetricsRoute?) -> Router<ServiceRequestContext> {
        let router = ServiceRouter.make(
            context: ServiceRequestContext.self,
            audience: .services,
            listener: Self.internalListener
        )
        router.add(middleware: StoreErrorMiddleware(audience: .services))
        router.add(middleware: PeerMiddleware(peers: configuration.peers, operators: configuration.operators))
        ReferenceRoutes(node: node).add(to: router)
        UploadRoutes(node: node).add(to: router)
        // The front reads as from any store, which never gives other bytes than were put: each chunk is checked.
        BlobRoutes(node: node, bodies: DownloadBodies(delivery: .checked)).add(to: router)
        StatusRoute(node: node).add(to: router)
        OperatorRoutes(node: node, board: board, gate: OperatorGate(operators: configuration.operators)).add(to: router)
        health.add(to: router)
        metrics?.add(to: router)
        return router
    }

    private var health: HealthRoutes {
        HealthRoutes(checks: NodeHealth(state: node.state).checks)
    }
}
