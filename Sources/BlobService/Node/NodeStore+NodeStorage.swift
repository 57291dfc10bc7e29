import BlobAPI
import BlobModel
import BlobStore
import DurableIO
import Logging

extension NodeStore: NodeStorage {
    /// Opens the shards of an assignment; a shard that was recorded must be there.
    ///
    /// - Throws: `BlobStoreError`, `BlobModelError`, and ``BlobServiceError``; shards that were opened are closed then.
    static func open(
        _ assignment: NodeAssignment,
        in directories: ShardDirectories,
        fileSystem: any FileSystem,
        logger: Logger
    ) async throws -> NodeStore {
        let secret = try assignment.validatedChunkingSecret()
        var opened: [Shard] = []
        do {
            for shard in assignment.shards {
                var options = ShardOptions(chunkingSecret: secret)
                options.mayCreate = try !directories.isRecorded(shard)
                opened.append(
                    try await Shard.open(
                        at: directories.path(of: shard),
                        identity: ShardIdentity(shard: shard, deployment: assignment.deployment),
                        options: options,
                        fileSystem: fileSystem,
                        logger: logger
                    )
                )
            }
        } catch {
            for shard in opened { await shard.close() }
            throw error
        }
        return NodeStore(shards: opened, map: assignment.shardMap)
    }

    /// Returns where the bytes of a blob lie in the segments of the domain's shard.
    ///
    /// - Throws: `BlobError`.
    func sendableRegions(
        of blob: ContentID,
        in domain: DedupDomain,
        range: Range<UInt64>
    ) async throws -> [SendableRegion]? {
        try await shard(for: domain).regions(of: blob, in: domain, range: range).map {
            SendableRegion(file: $0.file, offset: $0.offset, length: $0.length)
        }
    }

    /// The shards that take no writes, in the order of their IDs.
    var unwritableShards: [ShardID] { allShards.filter { !$0.isWritable }.map(\.identity.shard) }

    /// Returns what is to be said of each shard, in the order of their IDs.
    func shardStatuses() async -> [ShardStatus] {
        var statuses: [ShardStatus] = []
        for shard in allShards {
            let figures = try? await shard.statistics()
            let state: ShardStatus.State =
                figures.map { $0.writesStopped == nil ? .ready : .readOnly } ?? .failed
            statuses.append(ShardStatus(shard.identity.shard, state, figures ?? ShardStatistics()))
        }
        return statuses
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
