package import BlobModel
package import FoundationEssentials
package import SQLDatabase

extension DeploymentStore {
    /// Returns the shard map, or `nil` before the first one was set.
    ///
    /// - Throws: `BlobModelError.inconsistentShardMap`; `SQLError`.
    package func shardMap(in txn: any SQLTransaction) throws -> ShardMap? {
        guard let row = try txn.first("SELECT document FROM shard_map WHERE singleton = 1") else { return nil }
        return try JSONDecoder().decode(ShardMap.self, from: Data(try row.text("document").utf8))
    }

    /// Returns the epoch of the shard map, or `nil` before the first one was set.
    ///
    /// - Throws: `SQLError`.
    package func shardMapEpoch(in txn: any SQLTransaction) throws -> UInt64? {
        try txn.first("SELECT epoch FROM shard_map WHERE singleton = 1")?.count("epoch")
    }

    /// Replaces the shard map by one with a higher epoch.
    ///
    /// - Throws: `DeploymentStoreError.staleEpoch` for the same or a lower epoch, `.otherDeployment`,
    ///   `.unregisteredNode`, `.notInitialised`; `SQLError`.
    package func setShardMap(_ map: ShardMap, in txn: any SQLTransaction) throws {
        let deployment = try deployment(in: txn).id
        guard map.deployment == deployment else {
            throw DeploymentStoreError.otherDeployment(expected: deployment, found: map.deployment)
        }
        let registered = Set(try nodes(in: txn).map(\.id))
        if let unknown = map.nodes.first(where: { !registered.contains($0.id) }) {
            throw DeploymentStoreError.unregisteredNode(unknown.id)
        }
        try store(map, in: txn)
    }

    private func store(_ map: ShardMap, in txn: any SQLTransaction) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let document = String(decoding: try encoder.encode(map), as: UTF8.self)
        let changed = try txn.execute(
            """
            INSERT INTO shard_map (singleton, epoch, document) VALUES (1, ?, ?)
            ON CONFLICT (singleton) DO UPDATE SET epoch = excluded.epoch, document = excluded.document
            WHERE shard_map.epoch < excluded.epoch
            """,
            [SQLValue(map.epoch), .text(document)]
        )
        guard changed == 1 else {
            throw DeploymentStoreError.staleEpoch(offered: map.epoch, current: try shardMapEpoch(in: txn) ?? 0)
        }
    }
}

extension ShardMap {
    /// Returns the epoch of a change at an instant, unless the map has a later one: the seconds since 1970.
    ///
    /// Counted on by one, a database that was restored would come to epochs again that nodes know with another map, and they
    /// would take that for the same.
    package static func epoch(at now: Date) -> UInt64 { UInt64(max(0, now.timeIntervalSince1970)) }
}
