import Synchronization

/// A clock on which sleeping takes no time: whoever sleeps makes it later at once.
final class LeapingClock: Clock, Sendable {
    /// A time on the clock.
    struct Instant: InstantProtocol {
        /// The time since the clock was made.
        var elapsed: Duration

        func advanced(by duration: Duration) -> Instant { Instant(elapsed: elapsed + duration) }

        func duration(to other: Instant) -> Duration { other.elapsed - elapsed }

        static func < (left: Instant, right: Instant) -> Bool { left.elapsed < right.elapsed }
    }

    private let time = Mutex(Instant(elapsed: .zero))

    var now: Instant { time.withLock { $0 } }

    var minimumResolution: Duration { .nanoseconds(1) }

    /// The time since the clock was made.
    var elapsed: Duration { now.elapsed }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try Task.checkCancellation()
        time.withLock { $0 = max($0, deadline) }
    }

    /// Lets time pass in which nobody sleeps.
    func advance(by duration: Duration) {
        time.withLock { $0 = $0.advanced(by: duration) }
    }
}
