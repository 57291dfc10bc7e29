import BlobAPI
import BlobModel

/// What a node works with once it has its assignment; replaced as a whole when a newer one comes.
struct NodeRuntime: Sendable {
    /// The assignment itself.
    let assignment: NodeAssignment

    /// The keys that signed URLs are verified with.
    let keys: NodeKeyRing

    /// The open shards.
    let store: any NodeStorage

    /// The epoch of the newest shard map that the node has seen.
    var epoch: UInt64 { assignment.shardMap.epoch }
}
