import BlobAPI

/// When the jobs of a node's shards are due.
package struct MaintenancePlan: Sendable, Hashable {
    /// The time between two collections of a shard; the shard is compacted after each.
    package var collection = Duration.seconds(3600)

    /// The time between two looks for upload sessions whose time is over.
    package var sessionExpiry = Duration.seconds(600)

    /// The time between two recounts.
    package var recount = Duration.seconds(24 * 3600)

    /// The time within which everything is read once.
    package var scrub = Duration.seconds(30 * 24 * 3600)

    /// The time after the start of a node within which each job is due first.
    package var start = Duration.seconds(600)

    /// The longest time that a job keeps the others waiting, where it can be cut.
    package var slice = Duration.seconds(60)

    /// The wait after a run that failed; each further one is twice as long.
    package var firstDelay = Duration.seconds(60)

    /// The longest wait after a run that failed.
    package var longestDelay = Duration.seconds(3600)

    /// Creates the plan of production.
    package init() {}

    /// Returns the time between two runs of a job.
    func interval(of job: ShardJob) -> Duration {
        switch job {
        case .sessionExpiry: sessionExpiry
        case .collection, .compaction: collection
        case .recount: recount
        case .scrub: scrub
        }
    }

    /// Returns the wait after a run that failed so many times in a row.
    func delay(of job: ShardJob, afterFailures failures: Int) -> Duration {
        let doublings = min(max(failures - 1, 0), 20)
        return min(longestDelay, firstDelay * (1 << doublings))
    }
}
