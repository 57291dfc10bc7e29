import BlobClient

/// How long the front has answered nothing, though it was spoken to.
///
/// A refusal is an answer, whatever it says: somebody works there, and the last word on an upload may come yet.
struct FrontSilence: Sendable {
    private let limit: Duration?
    private var began: ContinuousClock.Instant?
    private var last: ContinuousClock.Instant?

    /// Creates the silence of a front that was not spoken to.
    ///
    /// - Parameter limit: The time after which it is over; nil for never.
    init(limit: Duration?) {
        self.limit = limit
    }

    /// Whether the front answered when it was spoken to last, or nobody counts.
    var isBroken: Bool { began == nil || limit == nil }

    /// Whether it lasts for longer than anybody waits.
    var isOver: Bool {
        guard let limit, let began, let last else { return false }
        return last - began >= limit
    }

    /// Takes note of what came of a word to the front.
    ///
    /// - Parameters:
    ///   - error: Why the front has not taken it; nil when it has.
    ///   - now: The instant.
    mutating func note(_ error: (any Error)?, now: ContinuousClock.Instant) {
        guard case .unavailable? = error as? FrontClientError else {
            began = nil
            return
        }
        began = began ?? now
        last = now
    }
}
