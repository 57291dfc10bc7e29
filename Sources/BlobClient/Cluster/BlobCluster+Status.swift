package import BlobAPI
package import BlobModel

extension BlobCluster {
    /// Asks one node for its status, once.
    ///
    /// - Throws: `BlobError.unavailable` when it does not answer as agreed, or is not in the map; `CancellationError`.
    package func status(of node: NodeID) async throws -> NodeStatus {
        guard let entry = map.nodes.first(where: { $0.id == node }) else {
            throw BlobError.unavailable("The node \(node) is not in the shard map.")
        }
        let peer = peer(at: entry)
        do {
            return try await value(
                NodeStatus.self,
                of: InternalRequest(
                    operation: .nodeStatus,
                    peer: peer,
                    target: Operation.nodeStatus.template,
                    timeout: options.callTimeout
                )
            )
        } catch let problem as APIProblem {
            if problem.code == .peerUnauthenticated { noteUnknown(peer, at: node) }
            throw BlobError.unavailable(problem.detail ?? problem.title)
        } catch let error as TransportError {
            throw BlobError.unavailable(error.reason)
        }
    }
}
