import BlobModel
import BlobStore
import Logging
import ServiceLifecycle

/// Tries again to open the shards that are not open, ever more rarely, until they are.
///
/// So a node takes a disk back that is mounted, repaired, or rebuilt while it runs. Shards may come later, too, and fail; and one
/// whose index turns out to be damaged is closed, so that it can be made again while the node runs.
struct ShardReviver: Service {
    /// Where the node's runtime is.
    let state: NodeState

    /// What opens shards.
    let opener: ShardOpener

    /// The wait before the first attempt; each further one is twice as long.
    var firstPause = Duration.seconds(1)

    /// The longest wait between two attempts.
    var longestPause = Duration.seconds(60)

    /// The background logger.
    let logger: Logger

    /// Tries until the graceful shutdown.
    func run() async {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await revive() }
                group.addTask { await bury() }
            }
        }
    }

    private func revive() async {
        var pause = firstPause
        while !Task.isCancelled {
            try? await Task.sleep(for: pause)
            pause = await attempt(after: pause)
        }
    }

    /// Closes the shards that turn out to be damaged, at once; those of a store that is not in use yet, the next attempt closes.
    private func bury() async {
        for await _ in opener.losses.signals {
            guard let store = state.current?.store as? NodeStore else { continue }
            await closeDamaged(in: store)
        }
    }

    /// Closes the shards that turned out to be damaged, and says so before: what reads from one may hold it open for long.
    private func closeDamaged(in store: NodeStore) async {
        await store.closeDamaged { [logger] shard, reason in
            logger.error(
                "shard closed, as its index is damaged",
                metadata: ["shard": "\(shard)", "reason": "\(reason)"]
            )
        }
    }

    /// Tries once to open the shards that are not open, and returns how long to wait for the next time.
    private func attempt(after pause: Duration) async -> Duration {
        guard let store = state.current?.store as? NodeStore else { return firstPause }
        await closeDamaged(in: store)
        guard !store.failures.isEmpty else { return longestPause }
        await attempt(store)
        return min(pause * 2, longestPause)
    }

    private func attempt(_ store: NodeStore) async {
        guard let assignment = state.current?.assignment else { return }
        for (shard, former) in store.closedFailures.sorted(by: { $0.key < $1.key }) where !Task.isCancelled {
            guard await !opener.reopen(shard, of: assignment, in: store) else { continue }
            guard let reason = store.failures[shard], reason != former else { continue }
            logger.error("shard not open", metadata: ["shard": "\(shard)", "reason": "\(reason)"])
        }
    }
}
