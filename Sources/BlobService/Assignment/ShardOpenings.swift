import BlobModel
import Synchronization

/// The shards that a node is opening, each by a task of its own.
///
/// Opening reads files on a thread that waits for them, and cannot be broken off; of a shard whose index has to be made again it
/// takes as long as to read all of its segments. So a task ends by itself, and nobody waits for one that takes long.
final class ShardOpenings: Sendable {
    private let shards = Mutex<Set<ShardID>>([])
    private let turn = Mutex(())

    /// Tells whether a shard is being opened.
    func contains(_ shard: ShardID) -> Bool { shards.withLock { $0.contains(shard) } }

    /// Runs what only one opening may do at a time.
    func oneAtATime(_ body: () throws -> Void) rethrows { try turn.withLock { _ in try body() } }

    /// Opens shards at once; returns when all have ended, or after a while.
    ///
    /// - Parameters:
    ///   - wanted: The shards, of which none is being opened.
    ///   - patience: The while.
    ///   - open: Opens one; called for each, and also runs on after the return.
    /// - Returns: The shards that are still being opened, in the order of their IDs.
    func run(
        _ wanted: [ShardID],
        within patience: Duration,
        open: @escaping @Sendable (ShardID) async -> Void
    ) async -> [ShardID] {
        guard !wanted.isEmpty else { return [] }
        let (ends, end) = AsyncStream.makeStream(of: Void.self)
        shards.withLock { $0.formUnion(wanted) }
        for shard in wanted {
            Task {
                await open(shard)
                self.shards.withLock { _ = $0.remove(shard) }
                end.yield()
            }
        }
        await Self.count(wanted.count, of: ends, within: patience)
        return shards.withLock { $0.intersection(wanted) }.sorted()
    }

    /// Returns when so many have ended, or after a while.
    private static func count(_ count: Int, of ends: AsyncStream<Void>, within patience: Duration) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                var left = count
                for await _ in ends {
                    left -= 1
                    if left == 0 { return }
                }
            }
            group.addTask { try? await Task.sleep(for: patience) }
            await group.next()
            group.cancelAll()
        }
    }
}
