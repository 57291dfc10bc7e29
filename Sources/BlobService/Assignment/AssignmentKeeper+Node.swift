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
    ///   - opener: What opens the shards.
    ///   - fileSystem: Where files are.
    ///   - logger: The background logger.
    init(
        state: NodeState,
        signal: AssignmentSignal,
        source: any AssignmentSource,
        configuration: BlobConfiguration,
        opener: ShardOpener,
        fileSystem: any FileSystem,
        logger: Logger
    ) {
        self.init(
            state: state,
            signal: signal,
            node: configuration.node,
            publicURL: configuration.publicURL.string,
            source: source,
            file: AssignmentFile(in: configuration.data, fileSystem: fileSystem),
            directories: opener.directories,
            interval: configuration.refreshInterval,
            open: { assignment, store in try await opener.open(assignment, into: store as? NodeStore) },
            logger: logger
        )
    }
}
