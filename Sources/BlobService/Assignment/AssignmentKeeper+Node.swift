import BlobStore
import DurableIO
import Logging
import ServiceSupport

extension AssignmentKeeper {
    /// Creates the keeper of a node's assignment, which opens its shards from files.
    ///
    /// - Parameters:
    ///   - state: Where the runtime goes.
    ///   - signal: Through which routes ask for a look.
    ///   - source: Who hands out assignments.
    ///   - configuration: The node's configuration.
    ///   - fileSystem: Where files are.
    ///   - logger: The background logger.
    init(
        state: NodeState,
        signal: AssignmentSignal,
        source: any AssignmentSource,
        configuration: BlobConfiguration,
        fileSystem: any FileSystem,
        logger: Logger
    ) {
        let directories = ShardDirectories(in: configuration.data, fileSystem: fileSystem)
        self.init(
            state: state,
            signal: signal,
            node: configuration.node,
            publicURL: configuration.publicURL.string,
            source: source,
            file: AssignmentFile(in: configuration.data, fileSystem: fileSystem),
            directories: directories,
            interval: configuration.refreshInterval,
            open: { assignment in
                try await NodeStore.open(assignment, in: directories, fileSystem: fileSystem, logger: logger)
            },
            logger: logger
        )
    }
}
