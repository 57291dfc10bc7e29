import BlobAPI
import BlobModel

/// What a node needs of its shards beside the rights of every store.
protocol NodeStorage: BlobReader, BlobWriter, ReferenceReader {
    /// Returns where the bytes of a blob lie in files, in order, so that they can be sent without being read.
    ///
    /// - Returns: Nil when the store cannot tell, and the bytes have to be read.
    /// - Throws: `BlobError` as for reading.
    func sendableRegions(
        of blob: ContentID,
        in domain: DedupDomain,
        range: Range<UInt64>
    ) async throws -> [SendableRegion]?

    /// The shards that take no writes, in the order of their IDs; told at once, since anybody may ask.
    var unwritableShards: [ShardID] { get }

    /// Returns what is to be said of each shard, in the order of their IDs.
    func shardStatuses() async -> [ShardStatus]

    /// Takes over a newer shard map.
    func takeOver(_ map: ShardMap) async

    /// Closes all shards; what was acknowledged is durable before.
    func close() async
}
