import BlobAPI

/// How a job is to be run.
struct JobOrder: Sendable, Hashable {
    /// Whether somebody asked for the run, and not the clock.
    var isRequested = false

    /// What the operator decided about a recount.
    var recount = RecountOrder()

    /// How often the job has ended since the node was started.
    var formerRuns: UInt64 = 0
}
