package import BlobModel

/// What a node tells an operator of all its shards.
package struct ShardList: Codable, Hashable, Sendable {
    /// The node.
    package let node: NodeID

    /// The deployment that it serves.
    package let deployment: DeploymentID

    /// Its shards, in the order of their IDs.
    package let shards: [ShardDetails]

    /// Creates a list.
    package init(node: NodeID, deployment: DeploymentID, shards: [ShardDetails]) {
        self.node = node
        self.deployment = deployment
        self.shards = shards
    }
}
