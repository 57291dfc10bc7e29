import BlobModel
import DeploymentStore
import FoundationEssentials
import SQLDatabase

/// The step by which a node that is registered gets more shards.
struct ShardAddition: Sendable {
    /// The node.
    let node: NodeID

    /// How many shards it gets.
    let count: Int

    /// Gives the node more shards.
    ///
    /// - Returns: What has changed in the shard map.
    /// - Throws: ``NodeRegistrationError``; `BlobModelError`; `DeploymentStoreError`; `SQLError`.
    func apply(now: Date, in txn: any SQLTransaction) throws -> ShardMapChange {
        guard let map = try DeploymentStore().shardMap(in: txn), map.node(node) != nil else {
            throw NodeRegistrationError.unknownNode(node)
        }
        let shards = try NodeShards(node: node).next(count, after: map.shards(of: node))
        return try ShardMapGrowth(map: map, node: node, now: now).add(shards, in: txn)
    }
}
