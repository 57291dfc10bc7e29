import BlobAPI
import BlobModel
import BlobStore
import BlobStoreTesting
import DurableIO
import Synchronization

@testable import BlobService

/// A node's store in memory, which can be made slow and damaged.
final class MemoryNodeStorage: NodeStorage {
    /// The store itself.
    let base: MemoryBlobStore

    /// Its upload sessions.
    let uploads: MemoryUploads

    /// What the shards are said to be.
    let statuses = Mutex<[ShardStatus]>([])

    /// The calls of ``close()``.
    let closings = Mutex(0)

    /// Whether calls never end until they are cancelled.
    let hangs = Mutex(false)

    /// Where the bytes lie in files, when they do; reading them fails then.
    let regions = Mutex<[SendableRegion]?>(nil)

    /// How often the index was asked for a blob.
    let descriptions = Mutex(0)

    /// How often bytes were asked for by themselves.
    let reads = Mutex(0)

    /// Makes an empty store.
    init() {
        base = MemoryBlobStore()
        uploads = MemoryUploads(over: base)
    }

    /// Describes a blob, after noting that the index was asked.
    func description(of blob: ContentID, in domain: DedupDomain) async throws -> BlobDescription {
        descriptions.withLock { $0 += 1 }
        if hangs.withLock({ $0 }) { try await Task.sleep(for: .seconds(3600)) }
        return try await base.description(of: blob, in: domain)
    }

    /// Describes a blob and reads it if it is small; counts as one question to the index and no read.
    func contents(of blob: ContentID, in domain: DedupDomain, upTo limit: Int) async throws -> BlobContents {
        let description = try await description(of: blob, in: domain)
        guard description.size <= UInt64(limit) else { return BlobContents(description: description, bytes: nil) }
        guard regions.withLock({ $0 }) == nil else { throw BlobError.unavailable("The bytes must not be read.") }
        let bytes = try await base.read(blob, in: domain, range: nil).collect(upTo: limit)
        return BlobContents(description: description, bytes: bytes)
    }

    /// Reads a blob from memory, after noting it.
    func read(_ blob: ContentID, in domain: DedupDomain, range: Range<UInt64>?) async throws -> ByteStream {
        reads.withLock { $0 += 1 }
        guard regions.withLock({ $0 }) == nil else { throw BlobError.unavailable("The bytes must not be read.") }
        return try await base.read(blob, in: domain, range: range)
    }

    /// Stores a body in memory.
    func put(
        _ body: ByteStream,
        as reference: ReferenceID,
        in domain: DedupDomain,
        limit: UInt64
    ) async throws -> StoredBlob {
        try await base.put(body, as: reference, in: domain, limit: limit)
    }

    /// Stores a body in memory, if there is said to be room for it.
    func put(
        _ body: ByteStream,
        as reference: ReferenceID,
        in domain: DedupDomain,
        limit: UInt64,
        expecting length: UInt64?
    ) async throws -> StoredBlob {
        guard length ?? 0 <= uploads.room else { throw BlobError.insufficientSpace }
        return try await put(body, as: reference, in: domain, limit: limit)
    }

    /// Releases a reference.
    func release(_ reference: ReferenceID, in domain: DedupDomain) async throws {
        try await base.release(reference, in: domain)
    }

    /// Describes the blob of a reference.
    func blob(of reference: ReferenceID, in domain: DedupDomain) async throws -> BlobDescription {
        try await base.blob(of: reference, in: domain)
    }

    /// What the shortcut finds, when the test lets it find something.
    let small = Mutex<SmallBlob?>(nil)

    /// Gives what the test has set.
    func lookForSmall(
        _ blob: ContentID,
        in domain: DedupDomain,
        allowingRegions: Bool,
        then: @escaping @Sendable (SmallBlob?) -> Void
    ) { then(small.withLock { $0 }) }

    /// Returns the regions that the test has set.
    func sendableRegions(
        of blob: ContentID,
        in domain: DedupDomain,
        range: Range<UInt64>
    ) async throws -> [SendableRegion]? { regions.withLock { $0 } }

    /// The shards that the test has set to another status than ready.
    var unwritableShards: [ShardID] { statuses.withLock { $0 }.filter { $0.state != .ready }.map(\.shard) }

    /// The shards that the test says are not open.
    let closed = Mutex<[ShardID]>([])

    /// The shards that the test says are not open.
    var closedShards: [ShardID] { closed.withLock { $0 } }

    /// The shards that background work is done on.
    let maintained = Mutex<[any ShardMaintenance]>([])

    /// The shards that background work is done on.
    var maintainedShards: [any ShardMaintenance] { maintained.withLock { $0 } }

    /// The purges, in order: the domain, and whether it was a dry run.
    let purges = Mutex<[(DedupDomain, Bool)]>([])

    /// Notes a purge, and counts the references of the domain.
    func purge(_ domain: DedupDomain, dryRun: Bool) async throws -> PurgeAnswer {
        purges.withLock { $0.append((domain, dryRun)) }
        return PurgeAnswer(
            shard: try ShardID(validating: "memory"),
            dryRun: dryRun,
            counts: (UInt64(base.references(in: domain).count), 0, 0),
            bytes: 0
        )
    }

    /// Returns details made of the statuses that the test has set.
    func shardDetails() async -> [ShardDetails] {
        await shardStatuses().map { ShardDetails($0.shard, state: $0.state) }
    }

    /// Returns the statuses that the test has set, or never while calls hang.
    func shardStatuses() async -> [ShardStatus] {
        if hangs.withLock({ $0 }) { try? await Task.sleep(for: .seconds(3600)) }
        return statuses.withLock { $0 }
    }

    /// Ignores the map.
    func takeOver(_ map: ShardMap) async {}

    /// Counts the call.
    func close() async { closings.withLock { $0 += 1 } }
}
