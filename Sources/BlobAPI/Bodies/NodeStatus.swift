package import BlobModel

/// What a node says of itself.
package struct NodeStatus: Codable, Sendable, Equatable {
    /// The answering node.
    package let node: NodeID

    /// The deployment that it serves.
    package let deployment: DeploymentID

    /// The epoch of the newest shard map that it has seen.
    package let epoch: UInt64

    /// Its shards, ascending.
    package let shards: [ShardStatus]

    /// Creates a status from its parts.
    package init(node: NodeID, deployment: DeploymentID, epoch: UInt64, shards: [ShardStatus]) {
        self.node = node
        self.deployment = deployment
        self.epoch = epoch
        self.shards = shards
    }
}
