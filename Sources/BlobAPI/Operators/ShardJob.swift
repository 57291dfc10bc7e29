/// A kind of work that a node does on a shard by itself, and an operator may ask for.
package enum ShardJob: String, Codable, CaseIterable, Sendable {
    /// Ends upload sessions whose time is over.
    case sessionExpiry = "session-expiry"
    /// Removes what nobody holds when its grace is over.
    case collection
    /// Rewrites segments of which little is live.
    case compaction
    /// Asks the front which references exist.
    case recount
    /// Reads and verifies everything.
    case scrub

    /// What the ``JobProgress`` of the job counts.
    package var unit: JobProgress.Unit {
        switch self {
        case .compaction, .scrub: .bytes
        case .collection, .recount, .sessionExpiry: .items
        }
    }
}
