import BlobModel
import DeploymentStore
import SQLDatabase

/// Where domains are, and what signs for the nodes that have them: one consistent look at the deployment.
struct Placement: Sendable {
    /// The shard map.
    let map: ShardMap

    private let roots: RootKeyRing
    private let rings: [NodeID: NodeKeyRing]

    /// Reads the placement; what has not changed is taken from an earlier look.
    ///
    /// - Throws: `DeploymentStoreError`; `FrontStartError.shardMapMissing`; `SQLError`.
    init(replacing old: Placement?, from store: DeploymentStore, in txn: any SQLTransaction) throws {
        let roots = try store.keyRing(in: txn)
        let map = try Self.map(replacing: old?.map, from: store, in: txn)
        if let old, old.roots == roots, old.map.epoch == map.epoch {
            self = old
            return
        }
        self.map = map
        self.roots = roots
        rings = Dictionary(uniqueKeysWithValues: map.nodes.map { ($0.id, roots.derived(for: $0.id)) })
    }

    /// Returns the keys that were derived for a node of the map.
    func keys(of node: NodeID) -> NodeKeyRing {
        guard let ring = rings[node] else { preconditionFailure("Keys are derived for every node of the map.") }
        return ring
    }

    /// The map is 4,096 slots of JSON, the epoch one number.
    private static func map(
        replacing old: ShardMap?,
        from store: DeploymentStore,
        in txn: any SQLTransaction
    ) throws -> ShardMap {
        if let old, try store.shardMapEpoch(in: txn) == old.epoch { return old }
        guard let map = try store.shardMap(in: txn) else { throw FrontStartError.shardMapMissing }
        return map
    }
}
