package import BlobModel

/// What the front hands to one node: which shards it serves, and the keys it needs for that.
///
/// Holds secrets: a node keeps it in a file that only its own user can read, and logs none of it.
package struct NodeAssignment: Codable, Sendable, Equatable {
    /// The deployment to which the front, the node, and the shards belong.
    package let deployment: DeploymentID

    /// The node that the assignment is for.
    package let node: NodeID

    /// The shards that the node serves, ascending.
    package let shards: [ShardID]

    /// The deployment's secret from which chunk boundaries derive (32 bytes).
    package let chunkingSecret: Base64URLBytes

    /// The node's own derived signing keys.
    package let signingKeys: [NodeSigningKey]

    /// The current shard map.
    package let shardMap: ShardMap

    /// The front's public URL, without a trailing slash.
    package let frontPublicURL: String

    /// Creates an assignment from its parts.
    package init(
        deployment: DeploymentID,
        node: NodeID,
        shards: [ShardID],
        chunkingSecret: Base64URLBytes,
        signingKeys: [NodeSigningKey],
        shardMap: ShardMap,
        frontPublicURL: String
    ) {
        self.deployment = deployment
        self.node = node
        self.shards = shards
        self.chunkingSecret = chunkingSecret
        self.signingKeys = signingKeys
        self.shardMap = shardMap
        self.frontPublicURL = frontPublicURL
    }
}
