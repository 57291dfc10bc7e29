import ArgumentParser
import BlobModel
import BlobService
import BlobStore
import Logging
import SystemPackage

/// The master keys on the command line of a command that may do without.
struct ShardKeyOptions: ParsableArguments {
    /// The file of the key that wraps.
    @Option(name: .customLong("master-key-file"), help: "The file with the master key, when the shard is encrypted.")
    var current: String?

    /// The file of the key that wrapped before.
    @Option(
        name: .customLong("previous-master-key-file"),
        help: "The file with the master key before, while it may still be needed."
    )
    var previous: String?

    /// Checks that there is no former key without a present one.
    func validate() throws {
        guard previous == nil || current != nil else {
            throw ValidationError("--previous-master-key-file needs --master-key-file.")
        }
    }

    /// Reads the keys; nil when none are given.
    ///
    /// - Throws: ``MasterKeyFileError``.
    func ring() throws -> MasterKeyRing? {
        guard let current else { return nil }
        return MasterKeyRing(
            current: try MasterKeyFile(current).read(),
            previous: try previous.map { try MasterKeyFile($0).read() }
        )
    }
}

/// A shard on the command line that no node has open.
struct StoppedShardOptions: ParsableArguments {
    /// The shard.
    @Option(name: .customLong("directory"), help: "The directory of the shard, which no node has open.")
    var directory: String

    /// The master keys.
    @OptionGroup var keys: ShardKeyOptions

    /// The shard.
    ///
    /// - Throws: ``MasterKeyFileError``.
    func place() throws -> StoppedShardPlace {
        StoppedShardPlace(path: FilePath(directory), masterKeys: try keys.ring())
    }
}

/// Where a shard is that no node has open.
struct StoppedShardPlace {
    /// The shard's directory.
    let path: FilePath

    /// The master keys; nil when none were given.
    let masterKeys: MasterKeyRing?

    /// Locks the shard for being looked at.
    ///
    /// - Throws: `BlobStoreError`.
    func look() throws -> StoppedShard {
        try StoppedShard(at: path, masterKeys: masterKeys)
    }

    /// Opens the shard for work on it, and closes it after the body.
    ///
    /// - Parameters:
    ///   - work: How the work is done.
    ///   - body: The work.
    /// - Returns: What the body returns.
    /// - Throws: `BlobStoreError`, and what the body throws.
    func withShard<Value>(_ work: StoppedShardWork, _ body: (Shard) async throws -> Value) async throws -> Value {
        let identity = try ShardIdentity.ofShard(at: path)
        var logger = Logger(label: "attache")
        logger.logLevel = work.level
        let shard = try await Shard.open(
            at: path,
            identity: identity,
            options: work.options(masterKeys: masterKeys),
            logger: logger
        )
        do {
            let value = try await body(shard)
            await shard.close()
            return value
        } catch {
            await shard.close()
            throw error
        }
    }
}

/// How work on a stopped shard is done.
struct StoppedShardWork {
    /// The rate; 0 for no limit.
    let bytesPerSecond: Int

    /// The least level of what the shard logs to standard error.
    let level: Logger.Level

    /// What the node decides about the shard, except for the rate and the keys.
    let settings: ShardSettings

    /// The settings of a shard to which nothing is uploaded, so that it does not matter where uploads would be cut.
    func options(masterKeys: MasterKeyRing?) -> ShardOptions {
        var options = ShardOptions(chunkingSecret: .random())
        options.mayCreate = false
        options.grace = settings.grace / .seconds(1)
        options.compactionLiveShare = settings.compactionLiveShare
        options.masterKeys = masterKeys
        options.maintenanceBytesPerSecond = bytesPerSecond
        return options
    }
}
