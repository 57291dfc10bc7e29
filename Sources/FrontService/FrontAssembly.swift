import BlobClient
package import Logging
package import ServiceSupport

/// How a front is put together from its parts: the one list of what takes part in it.
package enum FrontAssembly {
    /// Returns a front on opened storage; nothing runs before its services do.
    ///
    /// - Parameters:
    ///   - configuration: What the operator decided.
    ///   - storage: The database and the blob nodes; its own service is started before the front's.
    ///   - registry: The metrics to show on the internal listener.
    ///   - logger: The logger of the background.
    /// - Returns: The front.
    package static func front(
        _ configuration: FrontConfiguration,
        storage: FrontStorage,
        registry: PrometheusRegistry,
        logger: Logger
    ) -> FrontService {
        let dependencies = FrontDependencies(
            configuration: configuration,
            database: storage.database,
            blobs: storage.blobs,
            onMap: { [blobs = storage.blobs] map in _ = blobs.adopt(map) }
        )
        return front(dependencies, registry: registry, logger: logger)
    }

    /// Returns a front over what it works with.
    static func front(
        _ dependencies: FrontDependencies,
        registry: PrometheusRegistry,
        logger: Logger
    ) -> FrontService {
        ScanMetrics.describe(in: registry)
        let releaser = ReferenceReleaser(dependencies: dependencies, logger: logger)
        return FrontService(
            dependencies: dependencies,
            writeHook: AttachmentHook(dependencies: dependencies, releaser: releaser),
            extensions: [
                AttachmentActions(dependencies: dependencies, releaser: releaser),
                Pages(dependencies: dependencies, releaser: releaser),
                UploadGrants(dependencies: dependencies, releaser: releaser, logger: logger),
                AttachmentDownloads(dependencies: dependencies),
                NodeRoutes(dependencies: dependencies),
                PlacementKeeper(dependencies: dependencies, logger: logger),
                ReleaseWorker(dependencies: dependencies, logger: logger),
                OccurrenceIndexer(dependencies: dependencies, logger: logger),
                HistoryPruner(dependencies: dependencies, logger: logger),
                ScanWorker(dependencies: dependencies, logger: logger),
            ],
            registry: registry,
            logger: logger
        )
    }
}
