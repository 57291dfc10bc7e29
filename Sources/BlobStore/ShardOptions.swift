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

    /// The bytes of a blob that one operation brings; an upload holds about three times as many.
    package var uploadWindowByteCount: Int

    /// The number of threads on which reads may block.
    package var readerThreads: Int

    /// Tells whether a directory without a shard may become one.
    ///
    /// Where a shard must be there, false keeps a disk that is not mounted from passing for an empty shard.
    package var mayCreate: Bool

    /// Returns the present, for the dates in headers.
    package var now: @Sendable () -> Date

    /// Makes settings, which are those of production but for the secret.
    package init(chunkingSecret: ChunkingSecret) {
        self.chunkingSecret = chunkingSecret
        segmentByteLimit = 256 << 20
        reservedBytes = 64 << 20
        batchOperationLimit = 128
        batchByteLimit = 4 << 20
        uploadWindowByteCount = 1 << 20
        readerThreads = 4
        mayCreate = true
        now = { Date() }
    }
}
