import BlobModel

/// What a data directory says of itself: whose it is, and which shards have been opened in it.
struct NodeRecord: Codable, Equatable, Sendable {
    /// The node that the directory belongs to.
    let node: NodeID

    /// The deployment that the directory belongs to.
    let deployment: DeploymentID

    /// The shards that were opened here, ascending.
    var shards: [ShardID]
}
