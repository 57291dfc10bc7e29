import BlobAPI
import BlobModel
import BlobStore

extension NodeStore: NodeStorage {
    /// Looks for a small blob in the domain's shard.
    func lookForSmall(
        _ blob: ContentID,
        in domain: DedupDomain,
        allowingRegions: Bool,
        then: @escaping @Sendable (SmallBlob?) -> Void
    ) {
        guard let shard = try? shard(for: domain) else { return then(nil) }
        shard.lookForSmall(
            blob,
            in: domain,
            upTo: DownloadBodies.smallBytes,
            allowingRegions: allowingRegions,
            then: then
        )
    }

    /// Returns where the bytes of a blob lie in the segments of the domain's shard.
    ///
    /// - Throws: `BlobError`.
    func sendableRegions(
        of blob: ContentID,
        in domain: DedupDomain,
        range: Range<UInt64>
    ) async throws -> [SendableRegion]? {
        try await shard(for: domain).sendableRegions(of: blob, in: domain, range: range)?.map {
            SendableRegion(file: $0.file, offset: $0.offset, length: $0.length)
        }
    }

    /// The shards that are not open, in the order of their IDs.
    var closedShards: [ShardID] { failures.keys.sorted() }

    /// The shards that take no writes, in the order of their IDs.
    var unwritableShards: [ShardID] {
        let (open, failures) = standing
        return (open.filter { !$0.isWritable }.map(\.identity.shard) + failures.keys).sorted()
    }

    /// Returns what is to be said of each shard, in the order of their IDs.
    func shardStatuses() async -> [ShardStatus] {
        let (open, failures) = standing
        var statuses = failures.keys.map { ShardStatus($0, .failed, ShardStatistics()) }
        for shard in open {
            let figures = try? await shard.statistics()
            let state: ShardStatus.State =
                figures.map { $0.writesStopped == nil ? .ready : .readOnly } ?? .failed
            statuses.append(ShardStatus(shard.identity.shard, state, figures ?? ShardStatistics()))
        }
        return statuses.sorted { $0.shard < $1.shard }
    }

    /// Takes over a newer shard map.
    func takeOver(_ map: ShardMap) async {
        adopt(map)
    }
}

extension ShardStatus {
    /// Makes the status of a shard from its figures.
    fileprivate init(_ shard: ShardID, _ state: State, _ figures: ShardStatistics) {
        self.init(
            shard: shard,
            state: state,
            segments: figures.segments,
            segmentBytes: figures.bytes,
            liveBytes: figures.liveBytes,
            batches: figures.batches,
            synchronisations: figures.synchronisations
        )
    }
}
