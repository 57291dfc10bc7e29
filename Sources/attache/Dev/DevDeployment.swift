import BlobAPI
import BlobModel
import BlobService
import FoundationEssentials
import FrontService
import Logging
import SQLDatabase
import ServiceLifecycle
import ServiceSupport
import SystemPackage

/// A whole deployment in one process: a front, its database, and blob nodes.
struct DevDeployment {
    /// What runs.
    let plan: DevPlan

    /// The settings of the front, and of logging and stopping.
    let settings: Settings

    private let logger = Logger(label: "attache")

    /// Creates a deployment; nothing is touched before ``run()``.
    init(plan: DevPlan, settings: Settings) {
        self.plan = plan
        self.settings = settings
    }

    /// Prepares what is missing and runs until SIGTERM or SIGINT.
    ///
    /// - Throws: ``DevError``, `SettingError`, and the errors of the services.
    func run() async throws {
        let configuration = try FrontConfiguration(settings)
        let runner = try ServiceRunner(logger: logger, settings: settings)
        try await PortProbe.check(plan)
        try plan.files.makeDirectories(for: plan.nodes)
        let lock = try plan.files.lock()
        defer { withExtendedLifetime(lock) {} }
        try plan.files.settle(plan.shape)
        let secrets = try DevSecrets(plan)
        let users = DemoUser.all(numbered: plan.demoUsers)
        try await prepareDatabase(configuration, secrets: secrets, users: users)
        let registry = MetricsBootstrap.start()
        let nodes = try zip(plan.nodes, secrets.nodes).map { node, secret in
            BlobNode(
                configuration: try self.configuration(
                    of: node,
                    secret: secret,
                    front: secrets.front,
                    operators: secrets.operators,
                    tls: configuration.tls
                ),
                registry: registry,
                logger: logger
            )
        }
        let storage = try await FrontStorage.open(configuration, secret: secrets.front, now: Date(), logger: logger)
        let front = FrontAssembly.front(configuration, storage: storage, registry: registry, logger: logger)
        let nodeServices = nodes.map { DevNodeService(front: front, node: $0) }
        let announcement = DevAnnouncement(front: front, nodes: nodes, text: DevBanner(plan: plan, users: users).text)
        // Down they go in the opposite order: the front stops first, and finds its nodes until then.
        try await runner.run([announcement] + nodeServices + [storage] + front.services)
    }

    private func prepareDatabase(
        _ configuration: FrontConfiguration,
        secrets: DevSecrets,
        users: [DemoUser]
    ) async throws {
        let database = try await configuration.databaseURL.open()
        do {
            try await database.migrate(FrontDependencies.migrations)
            let dev = DevDatabase(database: database)
            try await dev.register(plan.nodes, secrets: secrets.nodes, shards: plan.shape.shards, now: Date())
            try await dev.create(users, now: Date())
            try await database.close()
        } catch {
            try? await database.close()
            throw error
        }
    }

    private func configuration(
        of node: DevNode,
        secret: PeerSecret,
        front: PeerSecret,
        operators: PeerSecret,
        tls: TLSIdentity?
    ) throws -> BlobConfiguration {
        let key: SettingKey = "blob.public-url"
        let publicURL = try settings.required(ServiceURL(parsing: node.publicURL), key, allowed: ServiceURL.grammar)
        let frontURL = try settings.required(
            ServiceURL(parsing: plan.internalFrontURL),
            key,
            allowed: ServiceURL.grammar
        )
        let id = try NodeID(validating: node.name)
        var configuration = BlobConfiguration(
            node: id,
            data: plan.files.node(node),
            urls: (public: publicURL, front: frontURL),
            addresses: (public: .loopback(node.publicPort), internal: .loopback(node.internalPort)),
            trust: (secret: secret, peers: PeerDigests([BlobConfiguration.frontPeer: front.shown(to: id).digests]))
        )
        configuration.tls = tls
        configuration.shards = try ShardSettings(settings)
        configuration.maintenance = try MaintenancePlan(settings, shards: configuration.shards)
        configuration.operators = PeerDigests([BlobConfiguration.operatorPeer: operators.shown(to: id).digests])
        return configuration
    }
}
