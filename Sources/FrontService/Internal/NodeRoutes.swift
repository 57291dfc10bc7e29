import BlobAPI
import BlobModel
import DeploymentStore
package import Hummingbird
import InternalServing
import SQLDatabase
package import ServiceSupport

/// The internal routes by which nodes learn what they are to serve: their assignment, the shard map, and which of their
/// references exist.
package struct NodeRoutes: FrontExtension {
    private let dependencies: FrontDependencies
    private let gate: NodeGate

    /// Makes the routes of a front.
    package init(dependencies: FrontDependencies) {
        self.dependencies = dependencies
        gate = NodeGate(dependencies)
    }

    /// Adds the routes.
    package func addInternalRoutes(to router: Router<ServiceRequestContext>) {
        router.on(.nodeAssignment, use: assignment)
        router.on(.shardMap, use: shardMap)
        RecountRoute(dependencies: dependencies).add(to: router)
    }

    /// A node gets its own assignment alone: it holds the keys by which the node is trusted.
    @Sendable
    private func assignment(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let named = try? NodeID(validating: context.parameters.require("node"))
        return try await gate.answer(request, context) { caller in
            guard caller == named else { throw APIProblem(.peerForbidden) }
            return try await assignment(of: caller)
        }
    }

    @Sendable
    private func shardMap(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let (database, store) = (dependencies.database, dependencies.deployment)
        return try await gate.answer(request, context) { _ in
            let map = try await database.read { txn in try store.shardMap(in: txn) }
            guard let map else { throw APIProblem(.unavailable, detail: "There is no shard map yet.") }
            return map
        }
    }

    private func assignment(of node: NodeID) async throws -> NodeAssignment {
        let store = dependencies.deployment
        let frontPublicURL = dependencies.configuration.publicURL.string
        return try await dependencies.database.read { txn in
            guard let map = try store.shardMap(in: txn), map.node(node) != nil else { throw APIProblem(.nodeUnknown) }
            return NodeAssignment(
                keys: try store.keyRing(in: txn).derived(for: node),
                chunkingSecret: try store.deployment(in: txn).chunkingSecret,
                shardMap: map,
                frontPublicURL: frontPublicURL
            )
        }
    }
}
