package import BlobModel
package import FoundationEssentials

/// The settings of a shard.
package struct ShardOptions: Sendable {
    /// The deployment's secret from which the domains' cutting points derive.
    package var chunkingSecret: ChunkingSecret

    /// The size in bytes at which a segment is sealed and the next one begun.
    package var segmentByteLimit: UInt64

    /// The free bytes below which uploads are refused, so that the index and releases keep their room.
    package var reservedBytes: UInt64

    /// The most operations in one batch.
    package var batchOperationLimit: Int

    /// The bytes after which a batch takes no further operation.
    package var batchByteLimit: Int

    /// The bytes of uploads that go on which wait for their synchronisation, and for their rows in the index, at most.
    package var unsynchronisedByteLimit: Int

    /// The bytes of a blob that one operation brings; an upload holds about three times as many.
    package var uploadWindowByteCount: Int

    /// How long in seconds what nobody references stays before it may be collected; it is the lease of an upload too.
    package var grace: Double

    /// The live share of bodies below which a segment is compacted, between 0 and 1.
    package var compactionLiveShare: Double

    /// How long in seconds a scrub of the whole shard may take.
    package var scrubPeriod: Double

    /// The bytes per second that compaction and scrub read and write at most; 0 for no limit.
    package var maintenanceBytesPerSecond: Int

    /// How long in seconds an upload session lives after it was last advanced.
    package var sessionExpiry: Double

    /// The most upload sessions at a time.
    package var sessionLimit: Int

    /// The memory of all uploads together; shared by the shards of a node.
    package var uploadBudget: UploadBudget

    /// The master keys; nil when nothing shall be encrypted, which a shard that has keys refuses.
    package var masterKeys: MasterKeyRing?

    /// The number of threads on which reads may block.
    package var readerThreads: Int

    /// Tells whether a directory without a shard may become one.
    ///
    /// Where a shard must be there, false keeps a disk that is not mounted from passing for an empty shard.
    package var mayCreate: Bool

    /// The size in bytes of the index's memory map at first.
    ///
    /// It is address space, not memory, and the map grows by itself.
    package var indexMapByteCount: Int

    /// Returns the present, for the dates in headers.
    package var now: @Sendable () -> Date

    /// Makes settings, which are those of production but for the secret.
    package init(chunkingSecret: ChunkingSecret) {
        self.chunkingSecret = chunkingSecret
        segmentByteLimit = 256 << 20
        reservedBytes = 64 << 20
        batchOperationLimit = 128
        batchByteLimit = 4 << 20
        unsynchronisedByteLimit = 16 << 20
        uploadWindowByteCount = 1 << 20
        grace = 86_400
        compactionLiveShare = 0.6
        scrubPeriod = 30 * 86_400
        maintenanceBytesPerSecond = 32 << 20
        sessionExpiry = 86_400
        sessionLimit = 1_024
        uploadBudget = UploadBudget(byteCount: 32 << 20)
        readerThreads = 4
        mayCreate = true
        indexMapByteCount = 256 << 20
        now = { Date() }
    }
}
