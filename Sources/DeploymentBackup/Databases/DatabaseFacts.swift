import AttachmentStore
package import BlobModel
import CalendarStore
import DeploymentStore
import SQLDatabase

/// What a backup notes of the database that it copies.
package struct DatabaseFacts: Hashable, Sendable {
    /// The deployment.
    package let deployment: DeploymentID

    /// The map that says which shard of which node has a domain; nil before there is one.
    package let shardMap: ShardMap?

    /// The references whose bytes have to be there.
    package let references: UInt64

    /// The steps of the schema of all stores.
    static var migrations: [SQLMigration] {
        CalendarStore.migrations + AttachmentStore.migrations + DeploymentStore.migrations
    }

    /// Reads the facts.
    ///
    /// - Throws: `DeploymentStoreError.notInitialised`; `SQLError`.
    init(_ database: any SQLDatabase) async throws {
        self = try await database.read { txn in
            DatabaseFacts(
                deployment: try DeploymentStore().deployment(in: txn).id,
                shardMap: try DeploymentStore().shardMap(in: txn),
                references: try AttachmentStore().inventoryCount(in: txn)
            )
        }
    }

    private init(deployment: DeploymentID, shardMap: ShardMap?, references: UInt64) {
        self.deployment = deployment
        self.shardMap = shardMap
        self.references = references
    }
}
