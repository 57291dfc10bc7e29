import BlobModel
import DeploymentStore
import Logging
import SQLDatabase

/// Answers for the shard map when a node says that there is a newer one: the database has it, and nobody else.
///
/// A node that was stolen could offer a map by which all bytes come to it. And one that offers what the database does not
/// know is ahead of it, as after a backup was restored: by its map bytes would go where nobody looks for them.
struct ShardMapSource: Sendable {
    /// The metadata database.
    let database: any SQLDatabase

    /// The background logger.
    let logger: Logger

    /// Returns the map of the database, whatever a node has offered; nil when it cannot be read.
    func map(insteadOf offered: ShardMap) async -> ShardMap? {
        do {
            let map = try await database.read { txn in try DeploymentStore().shardMap(in: txn) }
            if let map, map.epoch < offered.epoch {
                logger.warning(
                    "a node has a newer shard map than the database; if a backup was restored, restart the nodes",
                    metadata: ["database": "\(map.epoch)", "node": "\(offered.epoch)"]
                )
            }
            return map
        } catch {
            logger.warning("shard map not read", metadata: ["error": "\(error)"])
            return nil
        }
    }
}
