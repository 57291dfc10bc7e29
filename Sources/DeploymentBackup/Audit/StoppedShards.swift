package import BlobModel
package import BlobStore
package import SystemPackage

/// The shards of stopped nodes, or of copies of them, that can tell which references they have.
package struct StoppedShards: ReferenceReader {
    private let map: ShardMap
    private let shards: [ShardID: StoppedShard]

    /// Opens shards whose indexes are there.
    ///
    /// - Parameters:
    ///   - paths: The directories of the shards.
    ///   - map: The map that says which shard has a domain.
    ///   - masterKeys: The master keys, when shards are encrypted.
    /// - Throws: `BlobStoreError`.
    package init(
        at paths: [ShardID: FilePath],
        by map: ShardMap,
        masterKeys: MasterKeyRing?
    ) throws(BlobStoreError) {
        self.map = map
        var shards: [ShardID: StoppedShard] = [:]
        for (id, path) in paths { shards[id] = try StoppedShard(at: path, masterKeys: masterKeys) }
        self.shards = shards
    }

    /// Returns what a reference names, once it is certain that all of it is there; blocks its thread.
    ///
    /// - Throws: `BlobError.misplaced` when the shard is not one of these; as `StoppedShard.availableBlob(of:in:)`.
    package func blob(of reference: ReferenceID, in domain: DedupDomain) async throws -> BlobDescription {
        guard let shard = shards[map.shard(for: domain).id] else { throw BlobError.misplaced(domain) }
        return try shard.availableBlob(of: reference, in: domain)
    }
}
