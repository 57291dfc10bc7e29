import BlobAPI
import BlobModel
import BlobStore

/// What a node needs of its shards beside the rights of every store.
protocol NodeStorage: BlobReader, BlobWriter, ReferenceReader, UploadStorage {
    /// Returns what the store tells of a blob together with its bytes, if they are few, by one look.
    ///
    /// - Parameters:
    ///   - blob: The blob's content ID.
    ///   - domain: The domain that has it.
    ///   - limit: The most bytes to read; a longer blob is described only.
    /// - Returns: The description, and the bytes, which were checked.
    /// - Throws: `BlobError` as for describing and reading.
    func contents(of blob: ContentID, in domain: DedupDomain, upTo limit: Int) async throws -> BlobContents

    /// Looks for a blob of at most ``DownloadBodies/smallBytes`` without a task of its own.
    ///
    /// - Parameters:
    ///   - blob: The blob's content ID.
    ///   - domain: The domain that has it.
    ///   - allowingRegions: Whether regions of files are of use.
    ///   - then: Called on any thread, with nil when the long way has to say why.
    func lookForSmall(
        _ blob: ContentID,
        in domain: DedupDomain,
        allowingRegions: Bool,
        then: @escaping @Sendable (SmallBlob?) -> Void
    )

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

    /// The shards that are not open at all, in the order of their IDs; told at once.
    var closedShards: [ShardID] { get }

    /// The open shards as background work sees them, in the order of their IDs.
    var maintainedShards: [any ShardMaintenance] { get }

    /// Returns what an operator is told of each shard, in the order of their IDs, without the jobs on them.
    func shardDetails() async -> [ShardDetails]

    /// Removes everything that a domain has, or tells what that would be.
    ///
    /// - Throws: `BlobError`; what was removed before stays so, and the same call removes the rest.
    func purge(_ domain: DedupDomain, dryRun: Bool) async throws -> PurgeAnswer

    /// Returns what is to be said of each shard, in the order of their IDs.
    func shardStatuses() async -> [ShardStatus]

    /// Takes over a newer shard map.
    func takeOver(_ map: ShardMap) async

    /// Closes all shards; what was acknowledged is durable before.
    func close() async
}
