import BlobModel
import DeploymentStore
import FoundationEssentials
import SQLDatabase

/// The step by which a node becomes known and gets shards.
struct NodeRegistration: Sendable {
    /// The node.
    let node: NodeRecord

    /// How many shards it gets when it is new.
    let shardCount: Int

    /// Registers the node, and gives it shards when the map has none of it.
    ///
    /// - Returns: The shard map with the node.
    /// - Throws: ``NodeRegistrationError``; `DeploymentStoreError`; `SQLError`.
    func apply(now: Date, in txn: any SQLTransaction) throws -> ShardMap {
        let store = DeploymentStore()
        let deployment = try store.initialise(now: now, in: txn)
        let known = try store.shardMap(in: txn)
        try store.register(node, now: now, in: txn)
        if let known, known.node(node.id) != nil {
            return try store.shardMap(in: txn) ?? known
        }
        let map = try known.map { try extended($0, in: txn) } ?? initial(deployment.id)
        try store.setShardMap(map, in: txn)
        return map
    }

    /// The shards that a node gets: its ID and a number.
    static func shards(of node: NodeID, count: Int) throws -> [ShardEntry] {
        try (1...count).map { ShardEntry(id: try ShardID(validating: "\(node)-\($0)"), node: node) }
    }

    private func initial(_ deployment: DeploymentID) throws -> ShardMap {
        try .initial(deployment: deployment, nodes: [node.entry], shards: Self.shards(of: node.id, count: shardCount))
    }

    private func extended(_ map: ShardMap, in txn: any SQLTransaction) throws -> ShardMap {
        guard try !StoredAttachments.exist(in: txn) else { throw NodeRegistrationError.attachmentsStored(node.id) }
        return try map.adding(nodes: [node.entry], shards: Self.shards(of: node.id, count: shardCount))
    }
}
