import BlobAPI
import BlobModel

/// How long an upload waits for a node that does not answer as it should: until it has made no progress for too long, or
/// the node says that no waiting helps.
struct Patience {
    private static let longestPause: Duration = .seconds(1)

    private let cluster: BlobCluster
    private var pause: Duration
    private var end: ContinuousClock.Instant
    private var refusals = 0

    /// Creates a patience that begins now.
    init(_ cluster: BlobCluster) {
        self.cluster = cluster
        pause = cluster.options.firstPause
        end = .now + cluster.options.stallLimit
    }

    /// Begins anew, since there was progress.
    mutating func renew() {
        self = Patience(cluster)
    }

    /// Pauses before the next try, each time for longer.
    ///
    /// - Parameter error: Why there has to be one.
    /// - Throws: The error, unless it may pass and there is time left; `CancellationError`.
    mutating func wait(after error: any Error) async throws {
        guard Self.mayPass(error) else { throw error }
        let end = min(self.end, InternalCall.current?.deadline ?? self.end)
        guard .now + pause < end else { throw error }
        // A newer map was adopted: another node is asked, and at once.
        if case BlobError.staleShardMap = error { return }
        if let refusal = error as? NodeRefusal, await isLasting(refusal) { throw error }
        try await Task.sleep(for: pause)
        pause = min(pause * 2, Self.longestPause)
    }

    /// Tells whether a node that refuses an upload again and again will go on to do so: it knows whether its shard takes
    /// bytes, unless it has only just begun.
    private mutating func isLasting(_ refusal: NodeRefusal) async -> Bool {
        refusals += 1
        guard refusals >= cluster.options.attempts else { return false }
        refusals = 0
        guard let status = try? await cluster.status(of: refusal.node) else { return false }
        return status.shards.contains { $0.shard == refusal.shard && $0.state != .ready }
    }

    /// Tells whether what was refused may succeed later: all bytes are at hand, so that a body that broke off was cut by
    /// the connection.
    private static func mayPass(_ error: any Error) -> Bool {
        switch error {
        case BlobError.bodyFailed, UploadSessionError.busy, UploadSessionError.offsetMismatch: true
        case let refusal as NodeRefusal: refusal.code.isWorthRetrying
        case let error as BlobError: error.isWorthRetrying
        default: false
        }
    }
}
