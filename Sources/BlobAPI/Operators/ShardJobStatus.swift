/// Where a job of a shard stands.
package struct ShardJobStatus: Codable, Hashable, Sendable {
    /// What a job does now.
    package enum State: String, Codable, Sendable {
        /// It waits until it is due.
        case scheduled
        /// Somebody asked for it, and it waits for its turn: a node does one job at a time.
        case requested
        /// It runs, or has run a part and goes on at its next turn.
        case running
        /// It waits for the operator; ``ShardJobStatus/problem`` says for what. A recount releases nothing before somebody has
        /// decided; a compaction that lacks room is tried again by itself.
        case held
    }

    /// The job.
    package let job: ShardJob

    /// What it does now.
    package var state: State

    /// How many times it has ended since the node was started, however it ended.
    ///
    /// Who asked for the job knows that it has ended when the number has grown.
    package var runs: UInt64 = 0

    /// When it last began.
    package var started: Timestamp?

    /// When it last ended.
    package var ended: Timestamp?

    /// When it is due next, unless somebody asks before.
    package var due: Timestamp?

    /// How far the run has come that is going on.
    package var progress: JobProgress?

    /// What the last run did, as a sentence; nil before the first has succeeded.
    package var outcome: String?

    /// Why the last run failed or the job is held, as a sentence; nil when it succeeded.
    package var problem: String?

    /// The damage that the last run found, in places.
    package var findings: UInt64 = 0

    /// Creates the status of a job that has not run yet.
    package init(_ job: ShardJob, state: State = .scheduled) {
        self.job = job
        self.state = state
    }
}
