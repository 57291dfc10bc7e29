package import BlobAPI
package import BlobClient
import CalendarStore
import DeploymentStore
package import FoundationEssentials
package import Logging
package import SQLDatabase
import ServiceLifecycle

/// The database and the connections to the blob nodes that a front opens and has to close.
///
/// As a service it does nothing but close both after everything that was started later has stopped; it belongs at the
/// beginning of the services of a process.
package struct FrontStorage: Service {
    /// The metadata database, with the current schema.
    package let database: any SQLDatabase

    /// All shards of the deployment.
    package let blobs: BlobCluster

    /// Opens the database, brings its schema up to date, makes the deployment where there is none, and reads the shard
    /// map.
    ///
    /// - Parameters:
    ///   - configuration: What the operator decided.
    ///   - secret: The front's own secret.
    ///   - now: The instant, for a deployment that is made.
    ///   - logger: The logger of the background.
    /// - Returns: The storage; nothing is sent to a node yet.
    /// - Throws: ``FrontStartError``, `SQLError`.
    package static func open(
        _ configuration: FrontConfiguration,
        secret: PeerSecret,
        now: Date,
        logger: Logger
    ) async throws -> FrontStorage {
        if configuration.secretScope == .deployment {
            logger.warning(
                "all nodes are shown the same secret, so that each could speak to the others as the front",
                metadata: ["setting": "front.secret-scope", "instead": "node"]
            )
        }
        let database = try await configuration.databaseURL.open()
        do {
            try await bringUpToDate(database, logger: logger)
            let map = try await database.write { txn in
                let store = DeploymentStore()
                _ = try store.initialise(now: now, in: txn)
                return try store.shardMap(in: txn)
            }
            guard let map else { throw FrontStartError.shardMapMissing }
            let source = ShardMapSource(database: database, logger: logger)
            let blobs = BlobCluster(
                map: map,
                secret: secret,
                scope: configuration.secretScope,
                logger: logger,
                source: source.map(insteadOf:)
            )
            return FrontStorage(database: database, blobs: blobs)
        } catch {
            try? await database.close()
            throw error
        }
    }

    /// Brings the schema up to date, and says so where that may take long: until then nothing is answered.
    private static func bringUpToDate(_ database: any SQLDatabase, logger: Logger) async throws {
        try await database.migrate(FrontDependencies.migrations) { upgrade in
            logger.notice(
                "the database is being brought to this version; nothing is answered until that is done",
                metadata: [
                    "component": "\(upgrade.component)", "from": "\(upgrade.found)", "to": "\(upgrade.known)",
                ]
            )
        }
    }

    /// Waits for the shutdown, and closes what was opened.
    ///
    /// - Throws: The error of closing.
    package func run() async throws {
        // A cancelled task ends the wait as well; what is open is closed either way.
        try? await gracefulShutdown()
        try await close()
    }

    /// Closes the connections and the database.
    ///
    /// - Throws: The first error; the other is closed all the same.
    package func close() async throws {
        do {
            try await blobs.shutdown()
        } catch {
            try? await database.close()
            throw error
        }
        try await database.close()
    }
}
