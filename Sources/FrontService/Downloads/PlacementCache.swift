import BlobModel
import DeploymentStore
import FoundationEssentials
import SQLDatabase
import Synchronization

/// The placement as it was at most a few seconds ago, so that a download costs no look at the whole shard map.
///
/// A key that was activated, or a node that got another URL, counts after ``lifetime`` at the latest, without a restart. A
/// slot that has moved counts at once for whoever names the epoch that he has seen: it had no bytes when it moved, and what
/// was stored since then was committed under that epoch or a later one. So nothing is looked for on its former shard.
final class PlacementCache: Sendable {
    private struct Entry: Sendable {
        let placement: Placement
        let read: Date

        /// A clock that was set back makes the entry look as if it came from the future.
        func isGood(at now: Date, for epoch: UInt64?) -> Bool {
            (0..<PlacementCache.lifetime).contains(now.timeIntervalSince(read)) && placement.map.epoch >= epoch ?? 0
        }
    }

    /// The seconds for which a look is good.
    static let lifetime = 5.0

    private let database: any SQLDatabase
    private let store: DeploymentStore
    private let onMap: @Sendable (ShardMap) -> Void
    private let entry = Mutex<Entry?>(nil)

    /// Makes an empty cache.
    ///
    /// - Parameters:
    ///   - database: The metadata database.
    ///   - store: What reads the deployment in it.
    ///   - onMap: Called with the map of each look.
    init(
        database: any SQLDatabase,
        store: DeploymentStore,
        onMap: @escaping @Sendable (ShardMap) -> Void = { _ in }
    ) {
        self.database = database
        self.store = store
        self.onMap = onMap
    }

    /// Returns the placement.
    ///
    /// - Parameters:
    ///   - epoch: The epoch of the map that the caller has seen in a transaction, if any: no older map is returned.
    ///   - now: The present.
    /// - Returns: The placement.
    /// - Throws: `DeploymentStoreError`; `FrontStartError.shardMapMissing`; `SQLError`.
    func current(atLeast epoch: UInt64? = nil, now: Date) async throws -> Placement {
        let known = entry.withLock { $0 }
        if let known, known.isGood(at: now, for: epoch) { return known.placement }
        let placement = try await database.read { [store] txn in
            try Placement(replacing: known?.placement, from: store, in: txn)
        }
        entry.withLock { $0 = Entry(placement: placement, read: now) }
        onMap(placement.map)
        return placement
    }

    /// Has whoever works by the map know one that a transaction has seen; without a map there is nothing to do.
    ///
    /// - Throws: As ``current(atLeast:now:)``.
    func follow(_ epoch: UInt64?, now: Date) async throws {
        guard let epoch else { return }
        _ = try await current(atLeast: epoch, now: now)
    }
}
