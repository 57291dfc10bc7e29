package import FoundationEssentials

/// When releases are looked for and tried again.
package struct ReleaseSchedule: Sendable {
    /// The seconds for which a release belongs to the worker that took it.
    package var lease = 300.0

    /// The releases that are taken at a time.
    package var batchSize = 32

    /// The seconds before the first repetition of a release that failed; each further one waits twice as long.
    package var firstDelay = 5.0

    /// The longest wait before a repetition, in seconds.
    package var longestDelay = 3600.0

    /// The longest pause between two looks, in seconds: other processes write into the outbox as well.
    package var longestPause = 30.0

    /// Makes the schedule of the service.
    package init() {}

    /// Returns the seconds to wait before a release that failed so many times is tried again.
    package func delay(afterAttempts attempts: Int64) -> Double {
        let doublings = min(max(attempts - 1, 0), 30)
        return min(longestDelay, firstDelay * Double(Int64(1) << doublings))
    }

    /// Returns how long to pause when the next release is due at an instant, or at none that is known.
    package func pause(until due: Date?, now: Date) -> Duration {
        guard let due else { return .seconds(longestPause) }
        return .seconds(min(max(due.timeIntervalSince(now), 0), longestPause))
    }
}
