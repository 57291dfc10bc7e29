import BlobModel
import BlobStoreTesting
import Synchronization

/// A store in memory that puts bytes where a shard map says, as a front sees the nodes.
final class PlacedBlobStore: BlobStorage {
    /// Where the bytes are in fact.
    let base: MemoryBlobStore

    private let known = Mutex<ShardMap?>(nil)

    /// Makes a store without a map.
    init(over base: MemoryBlobStore) {
        self.base = base
    }

    /// The map by which bytes are placed now.
    var map: ShardMap? { known.withLock { $0 } }

    /// Takes over a newer map.
    func adopt(_ map: ShardMap) {
        known.withLock { known in
            if map.epoch > known?.epoch ?? 0 { known = map }
        }
    }

    /// Stores the bytes on the shard that has the domain when the upload begins, and says so.
    func put(
        _ body: ByteStream,
        as reference: ReferenceID,
        in domain: DedupDomain,
        limit: UInt64
    ) async throws -> StoredBlob {
        let place = map?.place(of: domain)
        var stored = try await base.put(body, as: reference, in: domain, limit: limit)
        stored.place = place
        return stored
    }

    /// Releases a reference.
    func release(_ reference: ReferenceID, in domain: DedupDomain) async throws {
        try await base.release(reference, in: domain)
    }

    /// Returns what the store tells of a blob.
    func description(of blob: ContentID, in domain: DedupDomain) async throws -> BlobDescription {
        try await base.description(of: blob, in: domain)
    }

    /// Returns the bytes of a blob.
    func read(_ blob: ContentID, in domain: DedupDomain, range: Range<UInt64>?) async throws -> ByteStream {
        try await base.read(blob, in: domain, range: range)
    }

    /// Returns what the store tells of the blob of a reference.
    func blob(of reference: ReferenceID, in domain: DedupDomain) async throws -> BlobDescription {
        try await base.blob(of: reference, in: domain)
    }
}
