import BlobModel
import DeploymentStore
import SQLDatabase

/// Refuses to commit a reference whose bytes are not on the shard where they would be looked for.
///
/// Bytes come before the transaction that names them, and the shard map may change in between. It never moves a slot under
/// which the database names any bytes (`attache node add`, which looks and writes in one transaction), and write
/// transactions are serial. So either the reference is committed first, and its slot stays; or the map changes first, and
/// this check, in the transaction of the reference, sees the new map. Bytes that it refuses have no name: they stay on the
/// former shard until its recount finds the reference absent.
///
/// It is enough to compare with the map of the transaction, whatever maps the front and the nodes work by: the place is
/// where the bytes went, and a node that chose the shard by a newer map than the caller did so by one that is in the
/// database already.
struct PlacementCheck: Sendable {
    private let store: DeploymentStore

    /// Makes the check.
    init(_ store: DeploymentStore) {
        self.store = store
    }

    /// Checks that bytes are on the shard that the map gives their domain now.
    ///
    /// - Parameters:
    ///   - place: Where the bytes were put; nil from a store without shards.
    ///   - domain: Their domain.
    ///   - txn: The transaction that will name them.
    /// - Throws: `BlobError.staleShardMap` when the slot has moved since then; `SQLError`.
    func verify(_ place: BlobPlace?, of domain: DedupDomain, in txn: any SQLTransaction) throws {
        // The epoch is one number, the map 4,096 slots of JSON.
        guard let place, try store.shardMapEpoch(in: txn) != place.epoch else { return }
        guard let map = try store.shardMap(in: txn), map.shard(for: domain).id != place.shard else { return }
        throw BlobError.staleShardMap(map)
    }
}
