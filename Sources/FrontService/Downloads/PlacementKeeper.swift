import Logging
import ServiceLifecycle

/// Looks at the placement every few seconds, so that calls to nodes go by the shard map of the database, whoever changed it.
struct PlacementKeeper: FrontExtension, Service {
    private let dependencies: FrontDependencies
    private let logger: Logger

    /// Makes a keeper, which begins with ``run()``.
    init(dependencies: FrontDependencies, logger: Logger) {
        self.dependencies = dependencies
        self.logger = logger
    }

    /// The keeper itself, which is the whole extension.
    var services: [any Service] { [self] }

    /// Looks until the graceful shutdown, or until the task is cancelled.
    func run() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await look()
                try? await Task.sleep(for: .seconds(PlacementCache.lifetime))
            }
        }
    }

    /// Looks once; what cannot be read now is read the next time.
    func look() async {
        do {
            _ = try await dependencies.placements.current(now: dependencies.now())
        } catch {
            guard !Task.isCancelled else { return }
            logger.warning("shard map not read", metadata: ["error": "\(error)"])
        }
    }
}
