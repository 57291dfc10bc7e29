import BlobService
import FrontService
import ServiceLifecycle
import ServiceSupport

/// A node that starts once the front can hand out its assignment.
struct DevNodeService: Service {
    /// The front.
    let front: FrontService

    /// The node.
    let node: BlobNode

    /// Runs the node; when the front cannot be bound, there is nothing to run.
    func run() async throws {
        guard (try? await front.internalListener.boundPort()) != nil else { return }
        try await node.run()
    }
}
