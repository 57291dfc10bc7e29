import BlobModel
import DeploymentStore
import FoundationEssentials
import SQLDatabase

/// The step by which a node becomes known and gets its first shards.
struct NodeRegistration: Sendable {
    /// The node.
    let node: NodeRecord

    /// How many shards it gets when it is new.
    let shardCount: Int

    /// Registers the node, and gives it shards when the map does not have it.
    ///
    /// - Returns: What has changed in the shard map.
    /// - Throws: ``NodeRegistrationError``; `BlobModelError`; `DeploymentStoreError`; `SQLError`.
    func apply(now: Date, in txn: any SQLTransaction) throws -> ShardMapChange {
        let store = DeploymentStore()
        let deployment = try store.initialise(now: now, in: txn)
        let known = try store.shardMap(in: txn)
        try store.register(node, now: now, in: txn)
        guard let known else { return try begin(deployment.id, in: txn) }
        guard known.node(node.id) != nil else {
            return try ShardMapGrowth(map: known, node: node.id, now: now)
                .add(NodeShards(node: node.id).first(shardCount), on: node.entry, in: txn)
        }
        let after = try store.shardMap(in: txn) ?? known
        return ShardMapChange(node: node.id, before: known, after: after, occupied: [])
    }

    private func begin(_ deployment: DeploymentID, in txn: any SQLTransaction) throws -> ShardMapChange {
        let shards = try NodeShards(node: node.id).first(shardCount)
        let map = try ShardMap.initial(deployment: deployment, nodes: [node.entry], shards: shards)
        try DeploymentStore().setShardMap(map, in: txn)
        return ShardMapChange(node: node.id, before: nil, after: map, occupied: [])
    }
}
