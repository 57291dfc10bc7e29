import BlobAPI
import BlobModel

/// How long an upload waits for a node that does not answer as it should: until it has made no progress for too long.
struct Patience {
    private static let longestPause: Duration = .seconds(1)

    private let limit: Duration
    private let firstPause: Duration
    private var pause: Duration
    private var end: ContinuousClock.Instant

    /// Creates a patience that begins now.
    init(_ options: BlobClientOptions) {
        limit = options.stallLimit
        firstPause = options.firstPause
        pause = options.firstPause
        end = .now + options.stallLimit
    }

    /// Begins anew, since there was progress.
    mutating func renew() {
        pause = firstPause
        end = .now + limit
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
        try await Task.sleep(for: pause)
        pause = min(pause * 2, Self.longestPause)
    }

    /// Tells whether what was refused may succeed later: all bytes are at hand, so that a body that broke off was cut by
    /// the connection.
    private static func mayPass(_ error: any Error) -> Bool {
        switch error {
        case BlobError.bodyFailed, UploadSessionError.busy, UploadSessionError.offsetMismatch: true
        case let error as BlobError: error.isWorthRetrying
        default: false
        }
    }
}
