package import BlobModel
package import Logging
import ServiceLifecycle

/// Releases references that no committed transaction names: of uploads that were refused after their bytes had come, and
/// of copies that were not needed.
///
/// The work is done in the background, once and as well as it goes. What is not released is an orphan that takes space
/// until the recount finds it; nothing else depends on it. A reference whose transaction has an unknown outcome is never
/// given to it.
package final class ReferenceReleaser: Service {
    /// A reference that nothing names.
    private struct Orphan: Sendable {
        let reference: ReferenceID
        let domain: DedupDomain
    }

    /// The most orphans that wait; more than that are left to the recount.
    private static let capacity = 4096

    private let blobs: any BlobWriter
    private let logger: Logger
    private let orphans: AsyncStream<Orphan>
    private let queue: AsyncStream<Orphan>.Continuation

    /// Makes a releaser; it works while it runs as a service.
    ///
    /// - Parameters:
    ///   - blobs: Where the references are.
    ///   - logger: The logger of the background.
    package init(blobs: any BlobWriter, logger: Logger) {
        self.blobs = blobs
        self.logger = logger
        (orphans, queue) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(Self.capacity))
    }

    /// Has a reference released soon; it must be known that no transaction names it.
    package func release(_ reference: ReferenceID, in domain: DedupDomain) {
        guard case .enqueued = queue.yield(Orphan(reference: reference, domain: domain)) else {
            logger.warning("orphan left to the recount", metadata: ["reference": "\(reference.text)"])
            return
        }
    }

    /// Takes no more references; the service ends once those that wait are released.
    package func close() {
        queue.finish()
    }

    /// Releases references until it is closed, the service group shuts down, or the task is cancelled.
    package func run() async {
        await withGracefulShutdownHandler {
            for await orphan in orphans { await release(orphan) }
        } onGracefulShutdown: {
            self.close()
        }
    }

    private func release(_ orphan: Orphan) async {
        do {
            try await blobs.release(orphan.reference, in: orphan.domain)
        } catch {
            let metadata: Logger.Metadata = ["reference": "\(orphan.reference.text)", "error": "\(error)"]
            logger.warning("orphan left to the recount", metadata: metadata)
        }
    }
}
