/// The figures of an open shard.
package struct ShardFigures: Codable, Hashable, Sendable {
    /// The number of segment files.
    package var segments: UInt64 = 0

    /// The bytes of all segments together.
    package var segmentBytes: UInt64 = 0

    /// The bytes of bodies that something still needs.
    package var liveBytes: UInt64 = 0

    /// The bytes of bodies that nothing needs any more.
    package var deadBytes: UInt64 = 0

    /// The free bytes of the shard's disk.
    package var freeBytes: UInt64 = 0

    /// The chunks in the index.
    package var chunks: UInt64 = 0

    /// The manifests in the index.
    package var manifests: UInt64 = 0

    /// The references.
    package var references: UInt64 = 0

    /// The references that a recount has missed once.
    package var absences: UInt64 = 0

    /// The chunks and blobs that nobody holds, whose grace runs.
    package var unclaimed: UInt64 = 0

    /// The chunks and manifests that were found damaged.
    package var quarantined: UInt64 = 0

    /// The open upload sessions.
    package var sessions: UInt64 = 0

    /// The write batches since the shard was opened.
    package var batches: UInt64 = 0

    /// The operations in those batches.
    package var operations: UInt64 = 0

    /// The synchronisations of segments since the shard was opened.
    package var synchronisations: UInt64 = 0

    /// The bytes appended since the shard was opened, headers included.
    package var appendedBytes: UInt64 = 0

    /// The bytes of chunks that were there already when they were uploaded again, since the shard was opened.
    package var deduplicatedBytes: UInt64 = 0

    /// The operations that wait for the writer now.
    package var waitingOperations: UInt64 = 0

    /// Creates figures that are all 0.
    package init() {}
}
