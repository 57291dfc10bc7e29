import BlobAPI
import Hummingbird
import InternalServing
import ServiceSupport

/// The route that tells the state of the node.
struct StatusRoute: Sendable {
    /// The node that it belongs to.
    let node: NodeAccess

    /// Adds the route to a router.
    func add(to router: Router<ServiceRequestContext>) {
        router.on(.nodeStatus, use: status)
    }

    @Sendable
    private func status(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let runtime = try node.state.runtime()
        let deadline = try CallDeadline(of: request.head)
        let shards = try await deadline.run { await runtime.store.shardStatuses() }
        return try .json(
            NodeStatus(
                node: runtime.assignment.node,
                deployment: runtime.assignment.deployment,
                epoch: runtime.epoch,
                shards: shards
            )
        )
    }
}
