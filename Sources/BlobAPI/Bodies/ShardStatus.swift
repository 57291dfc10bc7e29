package import BlobModel

/// What a node says of one of its shards.
package struct ShardStatus: Codable, Sendable, Equatable {
    /// What a shard can do now.
    package enum State: String, Codable, Sendable {
        /// Reads and writes.
        case ready
        /// Reads only: a write failed in a way that must not be retried.
        case readOnly = "read-only"
        /// Neither: the shard does not even tell its figures, which are zero then.
        case failed
    }

    /// The shard.
    package let shard: ShardID

    /// What the shard can do now.
    package let state: State

    /// The number of segment files.
    package let segments: Int

    /// The bytes of all segments together.
    package let segmentBytes: UInt64

    /// The bytes of records that something still needs.
    package let liveBytes: UInt64

    /// The write batches since the shard was opened.
    package let batches: UInt64

    /// The segment synchronisations since the shard was opened.
    package let synchronisations: UInt64

    /// Creates a status from its parts.
    package init(
        shard: ShardID,
        state: State,
        segments: Int,
        segmentBytes: UInt64,
        liveBytes: UInt64,
        batches: UInt64,
        synchronisations: UInt64
    ) {
        self.shard = shard
        self.state = state
        self.segments = segments
        self.segmentBytes = segmentBytes
        self.liveBytes = liveBytes
        self.batches = batches
        self.synchronisations = synchronisations
    }
}
