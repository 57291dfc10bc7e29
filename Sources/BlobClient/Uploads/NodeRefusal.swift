import BlobAPI
import BlobModel

/// A node answered an upload that it cannot do what it was asked; no connection was lost, and nothing timed out.
struct NodeRefusal: Error {
    /// What the node answered.
    let code: ErrorCode

    /// The node.
    let node: NodeID

    /// The shard that has the domain of the upload.
    let shard: ShardID

    /// What a caller of a store is told.
    let error: BlobError

    /// Makes a refusal of what a node answered; nil when it tells of the bytes, the domain, or the map.
    init?(_ problem: APIProblem, about subject: BlobSubject, of placement: BlobCluster.Placement) {
        let error = BlobError(problem, about: subject)
        guard case .unavailable = error else { return nil }
        code = problem.code
        node = placement.node
        shard = placement.place.shard
        self.error = error
    }
}
