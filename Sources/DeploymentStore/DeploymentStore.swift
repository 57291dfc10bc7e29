import BlobModel
package import FoundationEssentials
package import SQLDatabase

/// What a deployment is made of, in SQL: its identity, its secrets, its signing keys, its nodes, and its shard map.
///
/// Every function is synchronous and works in the caller's transaction. Nothing is durable before that transaction is
/// committed. The tables are described in `Docs/formats/database.md`.
package struct DeploymentStore: Sendable {
    /// Creates the store; all state is in the database.
    package init() {}

    /// The steps of the schema, to be applied before the first use.
    package static var migrations: [SQLMigration] { [DeploymentSchema.tables, DeploymentSchema.recounts] }

    /// Returns the deployment, making it when the database is new.
    ///
    /// A new deployment gets an identity, a chunking secret, and a first signing key, which is active. Of several
    /// processes that call it at once, one makes the deployment, and all return it.
    ///
    /// - Throws: `SQLError`.
    package func initialise(now: Date, in txn: any SQLTransaction) throws -> Deployment {
        let made = try txn.execute(
            """
            INSERT INTO deployment (singleton, id, chunking_secret, created) VALUES (1, ?, ?, ?)
            ON CONFLICT (singleton) DO NOTHING
            """,
            [.text(DeploymentID.random().text), .blob(ChunkingSecret.random().bytes), SQLValue(now)]
        )
        if made == 1 {
            for key in try RootKeyRing.initial().keys { try insert(key, now: now, in: txn) }
        }
        return try deployment(in: txn)
    }

    /// Returns the deployment.
    ///
    /// - Throws: `DeploymentStoreError.notInitialised`; `SQLError`.
    package func deployment(in txn: any SQLTransaction) throws -> Deployment {
        guard let row = try txn.first("SELECT id, chunking_secret, created FROM deployment WHERE singleton = 1")
        else { throw DeploymentStoreError.notInitialised }
        return Deployment(
            id: try row.parsed("id") { try? DeploymentID(validating: $0) },
            chunkingSecret: try ChunkingSecret(validating: try row.blob("chunking_secret")),
            created: try row.instant("created")
        )
    }
}
