import AttachmentStore
import BlobModel
import DeploymentStore
import FoundationEssentials
import SQLDatabase

/// Gives the shard map of a deployment more shards, without a slot moving under which bytes may lie.
///
/// Which slots are occupied is read in the transaction that writes the map, and write transactions are serial
/// (`SQLDatabase`). So there are two orders for an upload whose bytes came under the former map. When it is committed
/// before, its home is seen here and its slot stays. When it is committed after, its transaction sees the new map: if the
/// slot has moved, nothing is committed (`PlacementCheck` of the front), and the client sends the file again.
///
/// The epoch is the second of the change (``ShardMap/epoch(at:)``): a database that was restored and grows anew does not
/// come to an epoch that nodes know with other slots.
struct ShardMapGrowth {
    /// The map until now.
    let map: ShardMap

    /// The node that gets the shards.
    let node: NodeID

    /// The instant of the change.
    let now: Date

    /// Adds shards, and the node when it is new, and writes the map.
    ///
    /// - Parameters:
    ///   - shards: The new shards.
    ///   - newNode: The node when the map does not have it yet.
    ///   - txn: The transaction.
    /// - Returns: What has changed.
    /// - Throws: ``NodeRegistrationError/noFreeSlot(_:)``; `BlobModelError`; `DeploymentStoreError`; `SQLError`.
    func add(
        _ shards: [ShardEntry],
        on newNode: NodeEntry? = nil,
        in txn: any SQLTransaction
    ) throws -> ShardMapChange {
        let occupied = try AttachmentStore().occupiedSlots(in: txn)
        guard occupied.count < Slot.count else { throw NodeRegistrationError.noFreeSlot(node) }
        let grown = try map.adding(
            nodes: newNode.map { [$0] } ?? [],
            shards: shards,
            pinned: occupied,
            epoch: ShardMap.epoch(at: now)
        )
        try DeploymentStore().setShardMap(grown, in: txn)
        return ShardMapChange(node: node, before: map, after: grown, occupied: occupied)
    }
}
