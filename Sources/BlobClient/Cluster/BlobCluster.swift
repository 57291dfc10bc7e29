package import BlobAPI
package import BlobModel
import Cryptography
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

    /// The memory of the uploads.
    let room: UploadRoom

    private let secret: PeerSecret
    private let scope: SecretScope
    private let logger: Logger
    private let state: Mutex<ShardMap>
    private let peers = Mutex<[NodeID: (url: String, peer: InternalPeer)]>([:])
    private let source: MapSource

    /// Creates a cluster.
    ///
    /// - Parameters:
    ///   - map: The shard map to begin with.
    ///   - secret: The caller's own secret.
    ///   - scope: Whether each node is shown a secret of its own instead, which is derived from that one.
    ///   - options: The limits of the calls.
    ///   - logger: Where failed calls are noted.
    ///   - source: Who is asked for the map when a node answers with a newer one.
    package init(
        map: ShardMap,
        secret: PeerSecret,
        scope: SecretScope = .node,
        options: BlobClientOptions = BlobClientOptions(),
        logger: Logger,
        source: @escaping MapSource
    ) {
        self.secret = secret
        self.scope = scope
        self.options = options
        self.logger = logger
        transport = InternalTransport(options: options, logger: logger)
        room = UploadRoom(options)
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

    /// Returns a node as it is called; what it is shown is derived once, as long as it stays at its place.
    func peer(at node: NodeEntry) -> InternalPeer {
        peers.withLock { peers in
            if let known = peers[node.id], known.url == node.internalURL { return known.peer }
            let peer = InternalPeer(base: node.internalURL, secret: secret.shown(to: node.id, scope: scope))
            peers[node.id] = (node.internalURL, peer)
            return peer
        }
    }

    /// Logs that a node does not know the secret that it is shown, with the digest that it should know.
    func noteUnknown(_ peer: InternalPeer, at node: NodeID) {
        logger.error(
            "the node does not know the secret that it is shown",
            metadata: [
                "node": "\(node)", "setting": "blob.front-digest",
                "value": "\(PeerSecret.digest(of: peer.secret.current).hexadecimal)",
            ]
        )
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
