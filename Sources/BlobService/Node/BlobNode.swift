import BlobAPI
import BlobClient
import Cryptography
import DurableIO
import FoundationEssentials
package import Logging
import ServiceLifecycle
package import ServiceSupport

/// One blob node as a service: two listeners, the shards, and the keeper of the assignment.
///
/// Several nodes may run in one process, each with its own data directory. The listeners answer from the start; until
/// there is an assignment, everything but `/healthz` is unavailable. A graceful shutdown lets running requests end, then
/// closes the shards.
package final class BlobNode: Service {
    private let state: NodeState
    private let front: FrontClient
    private let keeper: AssignmentKeeper
    private let background: [any Service]
    private let publicListener: NodeRoutes.Listener
    private let internalListener: NodeRoutes.Listener
    private let configuration: BlobConfiguration
    private let fileSystem: any FileSystem
    private let logger: Logger

    /// Creates a node; nothing is opened or bound before ``run()``, which must be called.
    ///
    /// - Parameters:
    ///   - configuration: What the node has to know.
    ///   - registry: The metrics that the internal listener shows.
    ///   - logger: The background logger.
    package init(configuration: BlobConfiguration, registry: PrometheusRegistry, logger: Logger) {
        var logger = logger
        logger[metadataKey: "node"] = "\(configuration.node)"
        self.configuration = configuration
        self.logger = logger
        fileSystem = LocalFileSystem()
        state = NodeState()
        front = FrontClient(
            base: configuration.frontURL.string,
            node: configuration.node,
            secret: configuration.secret,
            logger: logger
        )
        let signal = AssignmentSignal()
        let opener = ShardOpener(
            directories: ShardDirectories(in: configuration.data, fileSystem: fileSystem),
            settings: configuration.shards,
            fileSystem: fileSystem,
            logger: logger
        )
        keeper = AssignmentKeeper(
            state: state,
            signal: signal,
            source: front,
            configuration: configuration,
            opener: opener,
            fileSystem: fileSystem,
            logger: logger
        )
        let board = MaintenanceBoard(plan: configuration.maintenance)
        let state = state
        background = [
            ShardReviver(state: state, opener: opener, logger: logger),
            MaintenanceService(
                board: board,
                plan: configuration.maintenance,
                shards: { state.current?.store.maintainedShards ?? [] },
                front: FrontOracle(front: front),
                metrics: MaintenanceMetrics(),
                now: { Date() },
                logger: logger
            ),
        ]
        NodeMetrics.describe(in: registry)
        let access = NodeAccess(state: state, signal: signal, front: front, now: { Date() })
        let routes = NodeRoutes(node: access, configuration: configuration, board: board)
        let metrics = MetricsRoute(registry: registry, refresh: [ShardGauges(state: state, board: board).update])
        publicListener = routes.publicListener(logger: logger)
        internalListener = routes.internalListener(metrics: metrics, logger: logger)
    }

    /// Runs the node until the graceful shutdown of its group, or until the task is cancelled.
    ///
    /// - Throws: ``BlobServiceError``, and errors of files, shards, and listeners, when the node cannot work.
    package func run() async throws {
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await serve())
        } catch {
            outcome = .failure(error)
        }
        state.end()
        await state.current?.store.close()
        try? await front.shutdown()
        try outcome.get()
    }

    /// Returns the ports of the two listeners once they are bound.
    ///
    /// - Throws: What kept a listener from being bound.
    package func boundPorts() async throws -> (public: Int, internal: Int) {
        (try await publicListener.boundPort(), try await internalListener.boundPort())
    }

    /// Returns once the node has its assignment and its shards are open, so that it can do its work.
    ///
    /// - Returns: False when the node stopped before that; ``run()`` says why.
    package func isReady() async -> Bool {
        await state.waitForRuntime()
    }

    private func serve() async throws {
        adviseOnOperatorFile()
        do throws(FileError) {
            try fileSystem.ensureDirectory(at: configuration.data)
        } catch {
            throw BlobServiceError.dataDirectoryUnusable(configuration.data, error)
        }
        // Down they go in the opposite order: clients first, then the front, and the shards when nobody asks any more.
        let renewal: [any Service] = configuration.tls.map { [TLSRenewal($0, logger: logger)] } ?? []
        try await ServiceRunner.runParts(
            renewal + [keeper] + background + [internalListener, publicListener],
            logger: logger
        )
    }

    /// Warns of a secret that would be good at other nodes for whoever takes this one over (decision 0017).
    private func adviseOnOperatorFile() {
        guard !configuration.digestsForOperatorFile.isEmpty else { return }
        let digests = configuration.digestsForOperatorFile.map(\.hexadecimal).joined(separator: ",")
        logger.warning(
            "the node has the operator's secret itself, where a digest is enough",
            metadata: [
                "setting": "internal.operator-secret-file", "instead": "internal.operator-digest",
                "value": "\(digests)",
            ]
        )
    }
}
