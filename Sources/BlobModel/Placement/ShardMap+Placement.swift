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

    /// Returns the map, one epoch later, that also has more nodes and shards.
    ///
    /// Only slots that the new shards take move, about their fair share; no slot moves between old shards unless one of
    /// them would be over its cap.
    ///
    /// - Parameters:
    ///   - newNodes: The nodes to add; empty when the shards go to nodes that the map has.
    ///   - newShards: The shards to add.
    /// - Returns: The map of all.
    /// - Throws: ``BlobModelError/inconsistentShardMap(_:)`` when they do not fit together.
    package func adding(nodes newNodes: [NodeEntry], shards newShards: [ShardEntry]) throws(BlobModelError) -> ShardMap
    {
        let all = shards + newShards
        return try ShardMap(
            epoch: epoch + 1,
            deployment: deployment,
            nodes: nodes + newNodes,
            shards: all,
            slots: SlotPlacement(shards: all).adapting(slots, firstNew: shards.count)
        )
    }
}
