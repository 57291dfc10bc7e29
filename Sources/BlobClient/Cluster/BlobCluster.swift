package import BlobAPI
package import BlobModel
package import Logging
import Synchronization

/// All shards of a deployment as one store, over HTTP.
///
/// Every call goes to the node that the shard map names for the domain and carries the map's epoch. A node that knows
/// a newer map answers with it; the cluster asks whoever it trusts for the map, adopts that one, and asks again. Calls that
/// may be repeated are, a few times, when the error says that this may help. Uploads and downloads are streamed with
/// backpressure.
///
/// Owns its connections: call ``shutdown()`` when done.
package final class BlobCluster: Sendable {
    /// Returns the map to go by when a node answers with a newer one, which is the operand; nil to go on as before.
    ///
    /// A map says where all bytes go, so that a node's own word does not do: one that was stolen would have them all.
    package typealias MapSource = @Sendable (_ offered: ShardMap) async -> ShardMap?

    /// The limits of the calls.
    let options: BlobClientOptions

    /// What sends the calls.
    let transport: InternalTransport

    private let state: Mutex<ShardMap>
    private let source: MapSource

    /// Creates a cluster.
    ///
    /// - Parameters:
    ///   - map: The shard map to begin with.
    ///   - secret: The secret by which the nodes know the caller.
    ///   - options: The limits of the calls.
    ///   - logger: Where failed calls are noted.
    ///   - source: Who is asked for the map when a node answers with a newer one.
    package init(
        map: ShardMap,
        secret: PeerSecret,
        options: BlobClientOptions = BlobClientOptions(),
        logger: Logger,
        source: @escaping MapSource
    ) {
        self.options = options
        transport = InternalTransport(secret: secret, options: options, logger: logger)
        state = Mutex(map)
        self.source = source
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

    /// Has the source say whether there is a newer map, since a node says so.
    func learn(_ offered: ShardMap) async {
        let known = map
        guard offered.deployment == known.deployment, offered.epoch > known.epoch else { return }
        if let newMap = await source(offered) { adopt(newMap) }
    }
}
