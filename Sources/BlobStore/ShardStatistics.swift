/// What a shard tells of itself, for metrics.
package struct ShardStatistics: Hashable, Sendable, Codable {
    /// The number of segments.
    package var segments = 0

    /// The bytes in all segments.
    package var bytes: UInt64 = 0

    /// The bytes of bodies that the index points to.
    package var liveBytes: UInt64 = 0

    /// The bytes of bodies that the index points to no more.
    package var deadBytes: UInt64 = 0

    /// The batches written since the shard was opened.
    package var batches: UInt64 = 0

    /// The operations in those batches.
    package var operations: UInt64 = 0

    /// The synchronisations of segments since the shard was opened.
    package var synchronisations: UInt64 = 0

    /// The bytes appended since the shard was opened, headers included.
    package var appendedBytes: UInt64 = 0

    /// The bytes of chunks that were stored already when they were uploaded again, since the shard was opened.
    package var deduplicatedBytes: UInt64 = 0

    /// The operations that wait for the writer now.
    package var waitingOperations = 0

    /// Why the shard takes no writes, or nil when it does.
    package var writesStopped: String?

    /// Makes the statistics of a shard of which nothing is known yet.
    package init() {}
}
