package import BlobModel

/// What was removed of a dedup domain, or would be.
package struct PurgeAnswer: Codable, Hashable, Sendable {
    /// The shard that has the domain.
    package let shard: ShardID

    /// Whether nothing was removed.
    package let dryRun: Bool

    /// The references.
    package let references: UInt64

    /// The blobs that they kept alive.
    package let blobs: UInt64

    /// The bytes of those blobs, each counted once, before deduplication between them.
    package let bytes: UInt64

    /// The upload sessions that were ended.
    package let sessions: UInt64

    /// Creates an answer.
    ///
    /// - Parameters:
    ///   - shard: The shard that has the domain.
    ///   - dryRun: Whether nothing was removed.
    ///   - counts: How many references, blobs, and upload sessions there were.
    ///   - bytes: The bytes of the blobs.
    package init(
        shard: ShardID,
        dryRun: Bool,
        counts: (references: UInt64, blobs: UInt64, sessions: UInt64),
        bytes: UInt64
    ) {
        self.shard = shard
        self.dryRun = dryRun
        references = counts.references
        blobs = counts.blobs
        sessions = counts.sessions
        self.bytes = bytes
    }
}
