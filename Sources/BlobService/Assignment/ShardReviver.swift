import BlobModel
import BlobStore
import Logging
import ServiceLifecycle

/// Tries again to open the shards that could not be opened, ever more rarely, until they are.
///
/// So a node takes a disk back that is mounted, repaired, or rebuilt while it runs. Shards may come later, too, and fail.
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
            var pause = firstPause
            while !Task.isCancelled {
                try? await Task.sleep(for: pause)
                pause = await attempt(after: pause)
            }
        }
    }

    /// Tries once to open the shards that are not open, and returns how long to wait for the next time.
    private func attempt(after pause: Duration) async -> Duration {
        guard let store = state.current?.store as? NodeStore else { return firstPause }
        guard !store.failures.isEmpty else { return longestPause }
        await attempt(store)
        return min(pause * 2, longestPause)
    }

    private func attempt(_ store: NodeStore) async {
        guard let assignment = state.current?.assignment else { return }
        for (shard, former) in store.failures.sorted(by: { $0.key < $1.key }) where !Task.isCancelled {
            guard await !opener.reopen(shard, of: assignment, in: store) else { continue }
            guard let reason = store.failures[shard], reason != former else { continue }
            logger.error("shard not open", metadata: ["shard": "\(shard)", "reason": "\(reason)"])
        }
    }
}
