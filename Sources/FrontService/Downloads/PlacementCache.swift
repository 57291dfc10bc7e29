import DeploymentStore
import FoundationEssentials
import SQLDatabase
import Synchronization

/// The placement as it was at most a few seconds ago, so that a download costs no look at the whole shard map.
///
/// A key that was activated, or a map that was changed, counts after ``lifetime`` at the latest, without a restart.
final class PlacementCache: Sendable {
    private struct Entry: Sendable {
        let placement: Placement
        let read: Date
    }

    /// The seconds for which a look is good.
    static let lifetime = 5.0

    private let database: any SQLDatabase
    private let store: DeploymentStore
    private let entry = Mutex<Entry?>(nil)

    /// Makes an empty cache over a database.
    init(database: any SQLDatabase, store: DeploymentStore) {
        self.database = database
        self.store = store
    }

    /// Returns the placement.
    ///
    /// - Throws: `DeploymentStoreError`; `FrontStartError.shardMapMissing`; `SQLError`.
    func current(now: Date) async throws -> Placement {
        let known = entry.withLock { $0 }
        // A clock that was set back makes the entry look as if it came from the future.
        if let known, (0..<Self.lifetime).contains(now.timeIntervalSince(known.read)) { return known.placement }
        let placement = try await database.read { [store] txn in
            try Placement(replacing: known?.placement, from: store, in: txn)
        }
        entry.withLock { $0 = Entry(placement: placement, read: now) }
        return placement
    }
}
