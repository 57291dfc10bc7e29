import AttachmentStore
import BlobModel
import FoundationEssentials
package import Logging
import SQLDatabase
import ServiceLifecycle

/// Has references released that no committed transaction names: of uploads that were refused after their bytes had come,
/// and of copies that were not needed.
///
/// They are written into the outbox in the background, and the release worker does the rest. What is not written, as when
/// the process dies, is an orphan that takes space until a recount finds it; nothing else depends on it. A reference whose
/// transaction has an unknown outcome is never given to it.
package final class ReferenceReleaser: Service {
    /// A reference that nothing names.
    private struct Orphan: Sendable {
        let reference: ReferenceID
        let domain: DedupDomain
    }

    /// The most orphans that wait; more than that are left to a recount.
    private static let capacity = 4096

    /// The seconds before an orphan is released: an upload that the front gave up may still be under way at the node.
    static let delay = 60.0

    private let dependencies: FrontDependencies
    private let logger: Logger
    private let orphans: AsyncStream<Orphan>
    private let queue: AsyncStream<Orphan>.Continuation

    /// Makes a releaser; it works while it runs as a service.
    ///
    /// - Parameters:
    ///   - dependencies: What the front works with.
    ///   - logger: The logger of the background.
    package init(dependencies: FrontDependencies, logger: Logger) {
        self.dependencies = dependencies
        self.logger = logger
        (orphans, queue) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(Self.capacity))
    }

    /// Has a reference released soon; it must be known that no transaction names it.
    func release(_ reference: ReferenceID, in domain: DedupDomain) {
        let orphan = Orphan(reference: reference, domain: domain)
        guard case .enqueued = queue.yield(orphan) else {
            return leave(orphan, because: "The queue is full or closed.")
        }
    }

    /// Takes no more references; the service ends once those that wait are written down.
    func close() {
        queue.finish()
    }

    /// Writes references down until it is closed, the service group shuts down, or the task is cancelled.
    package func run() async {
        await withGracefulShutdownHandler {
            for await orphan in orphans { await discard(orphan) }
        } onGracefulShutdown: {
            self.close()
        }
    }

    private func discard(_ orphan: Orphan) async {
        let store = dependencies.attachments
        let due = dependencies.now().addingTimeInterval(Self.delay)
        do {
            _ = try await dependencies.database.write { txn in
                try store.discard(orphan.reference, in: orphan.domain, due: due, in: txn)
            }
        } catch {
            leave(orphan, because: "\(error)")
        }
    }

    private func leave(_ orphan: Orphan, because reason: String) {
        let metadata: Logger.Metadata = ["reference": "\(orphan.reference.text)", "reason": "\(reason)"]
        logger.warning("orphan left to a recount", metadata: metadata)
    }
}
