package import BlobModel
import Synchronization

/// All shards of a node as one store: each domain is served by the shard to which the map assigns it.
package final class NodeStore: BlobStorage {
    private let shards: [ShardID: Shard]
    private let current: Mutex<ShardMap>

    /// Makes a store of open shards.
    ///
    /// - Parameters:
    ///   - shards: The shards of this node.
    ///   - map: The newest map that the node knows.
    package init(shards: [Shard], map: ShardMap) {
        self.shards = Dictionary(uniqueKeysWithValues: shards.map { ($0.identity.shard, $0) })
        current = Mutex(map)
    }

    /// The newest map that the node knows.
    package var map: ShardMap { current.withLock { $0 } }

    /// Takes a map if it is newer than the one that the node knows and of the same deployment.
    ///
    /// - Parameter map: The map.
    /// - Returns: Whether it was taken.
    @discardableResult
    package func adopt(_ map: ShardMap) -> Bool {
        current.withLock { current in
            guard map.epoch > current.epoch, map.deployment == current.deployment else { return false }
            current = map
            return true
        }
    }

    /// Returns the shard that has a domain.
    ///
    /// - Throws: ``BlobError/misplaced(_:)`` when it is not on this node.
    package func shard(for domain: DedupDomain) throws(BlobError) -> Shard {
        guard let shard = shards[map.shard(for: domain).id] else { throw .misplaced(domain) }
        return shard
    }

    /// The shards of this node, in the order of their IDs.
    package var allShards: [Shard] { shards.sorted { $0.key < $1.key }.map(\.value) }

    /// Closes all shards.
    package func close() async {
        for shard in allShards { await shard.close() }
    }

    /// Returns what the domain's shard tells of a blob.
    package func description(of blob: ContentID, in domain: DedupDomain) async throws -> BlobDescription {
        try await shard(for: domain).description(of: blob, in: domain)
    }

    /// Returns the bytes of a blob, or of a part of it, from the domain's shard.
    package func read(_ blob: ContentID, in domain: DedupDomain, range: Range<UInt64>?) async throws -> ByteStream {
        try await shard(for: domain).read(blob, in: domain, range: range)
    }

    /// Returns what the domain's shard tells of a blob together with its bytes, if they are few, by one look.
    ///
    /// - Parameters:
    ///   - blob: The blob's content ID.
    ///   - domain: The domain that has it.
    ///   - limit: The most bytes to read; a longer blob is described only.
    /// - Returns: The description, and the bytes, each chunk of which was checked.
    /// - Throws: `BlobError`.
    package func contents(
        of blob: ContentID,
        in domain: DedupDomain,
        upTo limit: Int
    ) async throws -> BlobContents {
        try await shard(for: domain).contents(of: blob, in: domain, upTo: limit)
    }

    /// Returns what the domain's shard tells of the blob of a reference.
    package func blob(of reference: ReferenceID, in domain: DedupDomain) async throws -> BlobDescription {
        try await shard(for: domain).blob(of: reference, in: domain)
    }

    /// Stores the bytes of a body in the domain's shard.
    package func put(
        _ body: ByteStream,
        as reference: ReferenceID,
        in domain: DedupDomain,
        limit: UInt64
    ) async throws -> StoredBlob {
        try await shard(for: domain).put(body, as: reference, in: domain, limit: limit)
    }

    /// Releases a reference in the domain's shard.
    package func release(_ reference: ReferenceID, in domain: DedupDomain) async throws {
        try await shard(for: domain).release(reference, in: domain)
    }
}
