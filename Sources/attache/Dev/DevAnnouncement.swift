import BlobService
import FrontService
import ServiceLifecycle
import ServiceSupport
import SystemPackage

/// Prints the banner once everything can do its work.
struct DevAnnouncement: Service {
    /// The front.
    let front: FrontService

    /// The nodes.
    let nodes: [BlobNode]

    /// What is printed.
    let text: String

    /// Waits for the services, prints, and waits for the shutdown.
    ///
    /// It belongs at the beginning of the group, and so is the last to stop: a node that is shut down before it was
    /// ready ends the wait. What does not become ready says why itself.
    func run() async throws {
        if await isReady() {
            // One write: standard output may be a pipe that somebody waits at.
            _ = try? FileDescriptor.standardOutput.writeAll((text + "\n").utf8)
        }
        try? await gracefulShutdown()
    }

    private func isReady() async -> Bool {
        guard (try? await front.internalListener.boundPort()) != nil,
            (try? await front.publicListener.boundPort()) != nil
        else { return false }
        for node in nodes {
            guard await node.isReady() else { return false }
        }
        return true
    }
}
