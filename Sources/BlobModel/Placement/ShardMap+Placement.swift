extension ShardMap {
    /// Makes the first map of a deployment, with epoch 1.
    ///
    /// - Parameters:
    ///   - deployment: The deployment.
    ///   - nodes: The nodes.
    ///   - shards: The shards, which take slots in proportion to their weights.
    /// - Returns: The map.
    /// - Throws: ``BlobModelError/inconsistentShardMap(_:)`` when they do not fit together.
    package static func initial(
        deployment: DeploymentID,
        nodes: [NodeEntry],
        shards: [ShardEntry]
    ) throws(BlobModelError) -> ShardMap {
        let placement = SlotPlacement(shards: shards)
        return try ShardMap(
            epoch: 1,
            deployment: deployment,
            nodes: nodes,
            shards: shards,
            slots: shards.isEmpty ? [] : placement.initial()
        )
    }

    /// Returns the map, in a later epoch, that also has more nodes and shards.
    ///
    /// No pinned slot moves. Of the others the new shards take their fair share of all slots, or as many as there are; no
    /// slot moves between old shards unless one of them would be over its cap.
    ///
    /// - Parameters:
    ///   - newNodes: The nodes to add; empty when the shards go to nodes that the map has.
    ///   - newShards: The shards to add.
    ///   - pinned: The slots under which bytes may lie, which do not move with them.
    ///   - earliest: The epoch of the new map, unless this one's is as high: then it is the next one.
    /// - Returns: The map of all.
    /// - Throws: ``BlobModelError/inconsistentShardMap(_:)`` when they do not fit together.
    package func adding(
        nodes newNodes: [NodeEntry],
        shards newShards: [ShardEntry],
        pinned: Set<Slot> = [],
        epoch earliest: UInt64 = 0
    ) throws(BlobModelError) -> ShardMap {
        let all = shards + newShards
        return try ShardMap(
            epoch: max(epoch + 1, earliest),
            deployment: deployment,
            nodes: nodes + newNodes,
            shards: all,
            slots: SlotPlacement(shards: all).adapting(slots, firstNew: shards.count, pinned: pinned)
        )
    }
}
