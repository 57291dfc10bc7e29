package import BlobModel

/// What a node tells an operator of one of its shards.
package struct ShardDetails: Codable, Hashable, Sendable {
    /// The shard.
    package let shard: ShardID

    /// What the shard can do now.
    package var state: ShardStatus.State

    /// Why it cannot do everything, as a sentence; nil when it can.
    package var problem: String?

    /// Its figures; nil while it is not open.
    package var figures: ShardFigures?

    /// What its scrub has seen; nil while it is not open.
    package var scrub: ScrubFigures?

    /// What its recount has seen; nil while it is not open.
    package var recount: RecountFigures?

    /// Where its jobs stand, in the order of ``ShardJob/allCases``; empty while it is not open.
    package var jobs: [ShardJobStatus] = []

    /// Creates the details of a shard of which nothing more is known.
    ///
    /// - Parameters:
    ///   - shard: The shard.
    ///   - state: What it can do.
    ///   - problem: Why it cannot do everything.
    package init(_ shard: ShardID, state: ShardStatus.State, problem: String? = nil) {
        self.shard = shard
        self.state = state
        self.problem = problem
    }

    /// Returns where a job stands, or nil when the shard is not open.
    package func status(of job: ShardJob) -> ShardJobStatus? {
        jobs.first { $0.job == job }
    }
}
