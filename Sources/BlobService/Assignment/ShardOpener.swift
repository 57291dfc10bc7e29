import BlobAPI
import BlobModel
import BlobStore
import DurableIO
import Logging

/// Opens the shards of a node, each by itself: one that cannot be opened keeps none of the others from their work.
struct ShardOpener: Sendable {
    /// Where the shards lie.
    let directories: ShardDirectories

    /// Says that a shard was taken out of a store, whose index turned out to be damaged.
    let losses = ShardLosses()

    private let refusals: RefusedIndexes
    private let settings: ShardSettings
    private let fileSystem: any FileSystem
    private let budget: UploadBudget
    private let logger: Logger

    /// Makes an opener.
    ///
    /// - Parameters:
    ///   - directories: Where the shards lie.
    ///   - settings: What the operator decided about them.
    ///   - fileSystem: Where files are.
    ///   - refusals: The indexes that are not looked at again yet.
    ///   - logger: The background logger.
    init(
        directories: ShardDirectories,
        settings: ShardSettings,
        fileSystem: any FileSystem,
        refusals: RefusedIndexes = RefusedIndexes(),
        logger: Logger
    ) {
        self.directories = directories
        self.settings = settings
        self.fileSystem = fileSystem
        self.refusals = refusals
        self.logger = logger
        budget = UploadBudget(byteCount: settings.uploadMemory)
    }

    /// Opens at once all shards of an assignment that a store does not have.
    ///
    /// - Parameters:
    ///   - assignment: The assignment.
    ///   - former: The store that gets the shards; nil for a new one.
    /// - Returns: The store, which says of each shard that is not open why; later attempts may open it.
    /// - Throws: `BlobModelError` for an assignment that no shard can be opened with; `FileError` and
    ///   ``BlobServiceError`` when it cannot be recorded what was opened.
    func open(_ assignment: NodeAssignment, into former: NodeStore? = nil) async throws -> NodeStore {
        _ = try assignment.validatedChunkingSecret()
        let losses = losses
        let store = former ?? NodeStore(shards: [], map: assignment.shardMap) { losses.tell() }
        let known = Set(store.allShards.map(\.identity.shard)).union(store.failures.keys)
        await withTaskGroup(of: Void.self) { group in
            for shard in assignment.shards where !known.contains(shard) {
                group.addTask { await add(shard, of: assignment, to: store) }
            }
        }
        try directories.recordOpened(store.allShards.map(\.identity.shard), assignment)
        return store
    }

    /// Tries again to open a shard, and gives it to the store.
    ///
    /// A shard whose index was refused is left alone, without taking its lock, until the index's file changes or a while has
    /// passed (``RefusedIndexes``).
    ///
    /// - Returns: Whether it is open; the store knows the reason when it is not.
    func reopen(_ shard: ShardID, of assignment: NodeAssignment, in store: NodeStore) async -> Bool {
        guard !refusals.contains(indexOf: directories.path(of: shard)) else { return false }
        do {
            let open = try await open(shard, assignment)
            guard store.install(open) else {
                await open.close()
                return false
            }
            try directories.recordOpened([shard], assignment)
            logger.notice("shard open", metadata: ["shard": "\(shard)"])
            return true
        } catch {
            store.fail(shard, because: "\(error)")
            return false
        }
    }

    private func add(_ shard: ShardID, of assignment: NodeAssignment, to store: NodeStore) async {
        do {
            let open = try await open(shard, assignment)
            if !store.install(open) { await open.close() }
        } catch {
            logger.error("shard not open", metadata: ["shard": "\(shard)", "reason": "\(error)"])
            store.fail(shard, because: "\(error)")
        }
    }

    private func open(_ shard: ShardID, _ assignment: NodeAssignment) async throws -> Shard {
        let isRecorded = try directories.prepare(shard)
        var options = settings.options(chunkingSecret: try assignment.validatedChunkingSecret(), budget: budget)
        options.mayCreate = !isRecorded
        return try await open(ShardIdentity(shard: shard, deployment: assignment.deployment), options)
    }

    private func open(_ identity: ShardIdentity, _ options: ShardOptions) async throws(BlobStoreError) -> Shard {
        let path = directories.path(of: identity.shard)
        let look = refusals.look(at: path)
        do throws(BlobStoreError) {
            return try await Shard.open(
                at: path,
                identity: identity,
                options: options,
                fileSystem: fileSystem,
                logger: logger
            )
        } catch {
            if error.isIndexRefused { refusals.insert(after: look) }
            throw error
        }
    }
}
