import BlobAPI
import BlobModel
import ServiceSupport

/// What `/readyz` of a node looks at.
///
/// A node is ready when it has its assignment and at least one shard is open. A shard that is not open, or takes no writes,
/// is named in the answer: whoever sends requests elsewhere because of it takes the other shards away with it.
struct NodeHealth: Sendable {
    /// Where the runtime is.
    let state: NodeState

    /// The checks.
    var checks: [HealthCheck] {
        [HealthCheck("assignment") { assignment }, HealthCheck("shards") { shards }]
    }

    private var assignment: HealthCheck.Finding {
        state.current == nil ? .notReady("The node has no assignment yet.") : .ready
    }

    private var shards: HealthCheck.Finding {
        guard let runtime = state.current else { return .ready }
        let closed = runtime.store.closedShards
        guard closed.isEmpty || closed.count < runtime.assignment.shards.count else {
            return .notReady("No shard is open: " + closed.map(\.text).joined(separator: ", "))
        }
        let unwritable = runtime.store.unwritableShards
        guard !unwritable.isEmpty else { return .ready }
        return .degraded(unwritable.map { shard in closed.contains(shard) ? "\(shard)" : "\(shard) (read-only)" })
    }
}
