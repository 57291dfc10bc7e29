import BlobAPI
import BlobClient
import BlobModel
import Logging
import ServiceLifecycle

/// Keeps a node's assignment fresh: at start, at an interval, and on demand.
///
/// The last assignment is kept in a file, from which the node works while the front is away.
struct AssignmentKeeper: Service {
    /// What opens the shards of an assignment: all of them, or those that a store lacks.
    typealias StoreOpener = @Sendable (NodeAssignment, (any NodeStorage)?) async throws -> any NodeStorage

    /// The shortest time between two looks, however many wish for one.
    static let shortestPause: Duration = .seconds(1)

    /// Where the runtime goes.
    let state: NodeState

    /// Through which routes ask for a look.
    let signal: AssignmentSignal

    /// The node that the assignment must be for.
    let node: NodeID

    /// The base URL of the public listener, as the node was configured.
    let publicURL: String

    /// Who hands out assignments.
    let source: any AssignmentSource

    /// Where the last assignment is kept.
    let file: AssignmentFile

    /// Where the shards lie.
    let directories: ShardDirectories

    /// The time between two looks.
    let interval: Duration

    /// What opens the shards.
    let open: StoreOpener

    /// The background logger.
    let logger: Logger

    /// Keeps the assignment fresh until the graceful shutdown.
    ///
    /// - Throws: ``BlobServiceError`` and errors of files and shards, when the node cannot begin to work.
    func run() async throws {
        signal.open()
        defer { signal.close() }
        try directories.check(node)
        try await withGracefulShutdownHandler {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await tick() }
                group.addTask { try await look() }
                defer { group.cancelAll() }
                try await group.next()
            }
        } onGracefulShutdown: {
            signal.close()
        }
    }

    /// Wishes for a look at the interval; sooner while there is no assignment.
    private func tick() async {
        while !Task.isCancelled {
            signal.wish()
            let pause = state.current == nil ? Self.shortestPause : interval
            guard (try? await Task.sleep(for: pause)) != nil else { return }
        }
    }

    /// Looks whenever somebody wishes, until the wishes end.
    private func look() async throws {
        for await _ in signal.wishes where !Task.isShuttingDownGracefully {
            try await refresh()
            signal.looked()
            guard await pause() else { return }
        }
    }

    /// Waits between two looks; returns at once, and false, when the node shuts down.
    private func pause() async -> Bool {
        (try? await cancelWhenGracefulShutdown { try await Task.sleep(for: Self.shortestPause) }) != nil
    }

    /// Takes over what the front assigns, or without the front what it assigned before.
    ///
    /// - Throws: What keeps a node without a runtime from getting one, other than an absent front.
    func refresh() async throws {
        do {
            let source = source
            try await take(cancelWhenGracefulShutdown { try await source.assignment() }, isFresh: true)
        } catch let error as FrontClientError {
            logger.warning("no assignment from the front", metadata: ["reason": "\(error)"])
            guard state.current == nil, let kept = try file.read() else { return }
            try await take(kept, isFresh: false)
        } catch is CancellationError {
            // The node stops, and has no use for an assignment.
        } catch {
            // A node that works goes on with what it has; one that does not must say why and stop.
            guard state.current != nil else { throw error }
            logger.error("assignment refused", metadata: ["reason": "\(error)"])
        }
    }

    private func take(_ assignment: NodeAssignment, isFresh: Bool) async throws {
        guard assignment.node == node else { throw BlobServiceError.assignmentOfAnotherNode(assignment.node) }
        if let current = state.current {
            guard assignment != current.assignment else { return }
            guard assignment.shardMap.epoch >= current.epoch else { return reportOlder(assignment, than: current) }
        }
        let keys = try assignment.keyRing()
        try directories.check(assignment)
        let store = try await store(for: assignment)
        if isFresh { try file.write(assignment) }
        state.replace(with: NodeRuntime(assignment: assignment, keys: keys, store: store))
        report(assignment, isFresh: isFresh)
    }

    /// A front's database does not go back by itself: somebody has restored a backup, and would wait for its keys in vain.
    private func reportOlder(_ assignment: NodeAssignment, than current: NodeRuntime) {
        logger.warning(
            "the front's assignment is older, and not taken; if a backup was restored, restart the node",
            metadata: ["epoch": "\(current.epoch)", "front": "\(assignment.shardMap.epoch)"]
        )
    }

    private func report(_ assignment: NodeAssignment, isFresh: Bool) {
        if let entry = assignment.shardMap.node(node), entry.publicURL != publicURL {
            logger.warning(
                "the shard map has another public URL for this node than blob.public-url",
                metadata: ["map": "\(entry.publicURL)", "configured": "\(publicURL)"]
            )
        }
        logger.notice(
            "assignment taken",
            metadata: [
                "epoch": "\(assignment.shardMap.epoch)", "shards": "\(assignment.shards.count)",
                "from": "\(isFresh ? "front" : "file")",
            ]
        )
    }

    /// The open shards: opened for the first assignment, kept for later ones, which may bring more.
    ///
    /// New shards are open before the map counts that sends domains to them.
    private func store(for assignment: NodeAssignment) async throws -> any NodeStorage {
        guard let current = state.current else { return try await open(assignment, nil) }
        if current.assignment.shards != assignment.shards {
            _ = try await open(assignment, current.store)
            reportUnassigned(current.assignment, assignment)
        }
        await current.store.takeOver(assignment.shardMap)
        return current.store
    }

    private func reportUnassigned(_ former: NodeAssignment, _ assignment: NodeAssignment) {
        let lost = Set(former.shards).subtracting(assignment.shards).sorted()
        guard !lost.isEmpty else { return }
        logger.warning(
            "shards are assigned no more; a restart closes them",
            metadata: ["shards": "\(lost.map(\.text).joined(separator: " "))"]
        )
    }
}
