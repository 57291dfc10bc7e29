import BlobAPI
import BlobModel
import CalendarStore
import DeploymentStore
import FoundationEssentials
import SQLDatabase

/// What `attache dev` puts into the metadata database before the services start.
struct DevDatabase: Sendable {
    /// The database, with the current schema.
    let database: any SQLDatabase

    /// Registers the nodes with their URLs and secrets, and makes the shard map of a new deployment.
    ///
    /// - Throws: `DeploymentStoreError`; `SQLError`.
    func register(_ nodes: [DevNode], secrets: [PeerSecret], shards: Int, now: Date) async throws {
        let records = try zip(nodes, secrets).map { node, secret in
            NodeRecord(entry: try node.entry(), secretDigests: secret.digests)
        }
        try await database.write { txn in
            let store = DeploymentStore()
            let deployment = try store.initialise(now: now, in: txn)
            for record in records { try store.register(record, now: now, in: txn) }
            guard try store.shardMap(in: txn) == nil else { return }
            let map = try ShardMap.initial(
                deployment: deployment.id,
                nodes: records.map(\.entry),
                shards: records.flatMap { try NodeShards(node: $0.id).first(shards) }
            )
            try store.setShardMap(map, in: txn)
        }
    }

    /// Creates the demo users that are missing, all in one transaction.
    ///
    /// - Throws: `CalendarStoreError.addressTaken`; `SQLError`.
    func create(_ users: [DemoUser], now: Date) async throws {
        let known = try await database.read { txn in Set(try CalendarStore().principals(in: txn).map(\.uid.text)) }
        let missing = users.filter { !known.contains($0.name) }.compactMap { $0.stored() }
        guard !missing.isEmpty else { return }
        try await database.write { txn in
            for user in missing { try CalendarStore().createUser(user, now: now, in: txn) }
        }
    }
}
