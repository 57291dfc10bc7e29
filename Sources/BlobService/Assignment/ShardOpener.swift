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

    /// What a store says of a shard that is being opened.
    static let openingReason = """
        It is being opened; if its index is missing, or of another version, that is made again from all segments first.
        """

    private let openings = ShardOpenings()
    private let refusals: RefusedShards
    private let patience: Duration
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
    ///   - refusals: The shards that are not looked at again yet.
    ///   - patience: How long the other shards wait for one that is being opened before they serve without it.
    ///   - logger: The background logger.
    init(
        directories: ShardDirectories,
        settings: ShardSettings,
        fileSystem: any FileSystem,
        refusals: RefusedShards = RefusedShards(),
        patience: Duration = .seconds(5),
        logger: Logger
    ) {
        self.directories = directories
        self.settings = settings
        self.fileSystem = fileSystem
        self.refusals = refusals
        self.patience = patience
        self.logger = logger
        budget = UploadBudget(byteCount: settings.uploadMemory)
    }

    /// Opens at once all shards of an assignment that a store does not have.
    ///
    /// One that takes long to open, as one whose index has to be made again, comes to the store when it is open.
    ///
    /// - Parameters:
    ///   - assignment: The assignment.
    ///   - former: The store that gets the shards; nil for a new one.
    /// - Returns: The store, which says of each shard that is not open why; later attempts may open it.
    /// - Throws: `BlobModelError` for an assignment that no shard can be opened with.
    func open(_ assignment: NodeAssignment, into former: NodeStore? = nil) async throws -> NodeStore {
        _ = try assignment.validatedChunkingSecret()
        let losses = losses
        let store = former ?? NodeStore(shards: [], map: assignment.shardMap) { losses.tell() }
        let known = Set(store.allShards.map(\.identity.shard)).union(store.failures.keys)
        let wanted = assignment.shards.filter { !known.contains($0) }
        for shard in wanted { store.fail(shard, because: Self.openingReason) }
        let late = await openings.run(wanted, within: patience) { shard in await add(shard, of: assignment, to: store) }
        if !late.isEmpty {
            logger.warning(
                "some shards take long to open; the node works without them meanwhile",
                metadata: ["shards": "\(late.map(\.text).joined(separator: " "))"]
            )
        }
        return store
    }

    /// Tries again to open a shard, and gives it to the store.
    ///
    /// A shard that was refused for what is in its files is left alone, without taking its lock, until one of them changes or a
    /// while has passed (``RefusedShards``); and so is one that is being opened.
    ///
    /// - Returns: Whether it is open; the store knows the reason when it is not.
    func reopen(_ shard: ShardID, of assignment: NodeAssignment, in store: NodeStore) async -> Bool {
        guard !openings.contains(shard), !refusals.contains(shardAt: directories.path(of: shard)) else { return false }
        do {
            guard try await take(shard, of: assignment, into: store) else { return false }
            logger.notice("shard open", metadata: ["shard": "\(shard)"])
            return true
        } catch {
            store.fail(shard, because: "\(error)")
            return false
        }
    }

    private func add(_ shard: ShardID, of assignment: NodeAssignment, to store: NodeStore) async {
        let start = ContinuousClock.now
        do {
            guard try await take(shard, of: assignment, into: store), start.duration(to: .now) > patience else {
                return
            }
            logger.notice("shard open", metadata: ["shard": "\(shard)"])
        } catch {
            logger.error("shard not open", metadata: ["shard": "\(shard)", "reason": "\(error)"])
            store.fail(shard, because: "\(error)")
        }
    }

    /// Opens a shard, records that durably, and gives it to a store.
    ///
    /// - Returns: False when the store was closed meanwhile, and the shard with it.
    private func take(_ shard: ShardID, of assignment: NodeAssignment, into store: NodeStore) async throws -> Bool {
        let open = try await open(shard, assignment)
        do {
            try openings.oneAtATime { try directories.recordOpened([shard], assignment) }
        } catch {
            await open.close()
            throw error
        }
        guard store.install(open) else {
            await open.close()
            return false
        }
        return true
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
            if error.isDamageOfFiles { refusals.insert(after: look) }
            throw error
        }
    }
}
