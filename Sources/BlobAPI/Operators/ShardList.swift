package import BlobModel

/// What a node tells an operator of itself and of all its shards.
package struct ShardList: Codable, Hashable, Sendable {
    /// The node.
    package let node: NodeID

    /// The deployment that it serves.
    package let deployment: DeploymentID

    /// The IDs of the keys by which it verifies signed URLs now, in the order of the ring.
    package let signingKeys: [SigningKeyID]

    /// Its shards, in the order of their IDs.
    package let shards: [ShardDetails]

    /// Creates a list.
    package init(node: NodeID, deployment: DeploymentID, signingKeys: [SigningKeyID], shards: [ShardDetails]) {
        self.node = node
        self.deployment = deployment
        self.signingKeys = signingKeys
        self.shards = shards
    }
}
