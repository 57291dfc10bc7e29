package import BlobAPI
package import BlobModel
package import Logging
import Synchronization

/// All shards of a deployment as one store, over HTTP.
///
/// Every call goes to the node that the shard map names for the domain and carries the map's epoch. A node that knows
/// a newer map answers with it; the cluster adopts it and asks again. Calls that may be repeated are, a few times,
/// when the error says that this may help. Uploads and downloads are streamed with backpressure.
///
/// Owns its connections: call ``shutdown()`` when done.
package final class BlobCluster: Sendable {
    /// The limits of the calls.
    let options: BlobClientOptions

    /// What sends the calls.
    let transport: InternalTransport

    private let state: Mutex<ShardMap>
    private let onNewMap: @Sendable (ShardMap) -> Void

    /// Creates a cluster.
    ///
    /// - Parameters:
    ///   - map: The shard map to begin with.
    ///   - secret: The secret by which the nodes know the caller.
    ///   - options: The limits of the calls.
    ///   - logger: Where failed calls are noted.
    ///   - onNewMap: Called with each newer map that a node answers with, after it was adopted.
    package init(
        map: ShardMap,
        secret: PeerSecret,
        options: BlobClientOptions = BlobClientOptions(),
        logger: Logger,
        onNewMap: @escaping @Sendable (ShardMap) -> Void = { _ in }
    ) {
        self.options = options
        transport = InternalTransport(secret: secret, options: options, logger: logger)
        state = Mutex(map)
        self.onNewMap = onNewMap
    }

    /// The shard map by which calls are placed now.
    package var map: ShardMap {
        state.withLock { $0 }
    }

    /// Takes over a map if it is newer and belongs to the same deployment.
    ///
    /// - Returns: Whether the map was taken over.
    @discardableResult
    package func adopt(_ newMap: ShardMap) -> Bool {
        state.withLock { map in
            guard newMap.deployment == map.deployment, newMap.epoch > map.epoch else { return false }
            map = newMap
            return true
        }
    }

    /// Closes all connections; calls that are running fail.
    package func shutdown() async throws {
        try await transport.shutdown()
    }

    /// Takes over a map that a node answered with, and tells of it.
    func learn(_ newMap: ShardMap) {
        guard adopt(newMap) else { return }
        onNewMap(newMap)
    }
}
