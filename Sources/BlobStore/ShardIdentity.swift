package import BlobModel

/// Says which shard of which deployment a directory holds.
package struct ShardIdentity: Hashable, Sendable, Codable {
    /// The shard's ID.
    package let shard: ShardID

    /// The deployment that the shard belongs to; a shard takes orders from no other.
    package let deployment: DeploymentID

    /// Makes an identity.
    package init(shard: ShardID, deployment: DeploymentID) {
        self.shard = shard
        self.deployment = deployment
    }
}
