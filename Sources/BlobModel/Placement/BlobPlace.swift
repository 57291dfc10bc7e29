/// Where bytes were put: the shard that took them, and the shard map by which it was chosen.
package struct BlobPlace: Hashable, Sendable {
    /// The shard.
    package let shard: ShardID

    /// The epoch of the map.
    package let epoch: UInt64

    /// Makes a place.
    package init(shard: ShardID, epoch: UInt64) {
        self.shard = shard
        self.epoch = epoch
    }
}

extension ShardMap {
    /// Returns where bytes of a domain are put by this map.
    package func place(of domain: DedupDomain) -> BlobPlace {
        BlobPlace(shard: shard(for: domain).id, epoch: epoch)
    }
}
