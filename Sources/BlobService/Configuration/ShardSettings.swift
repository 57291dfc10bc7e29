package import BlobStore
import BlobModel

/// What an operator decides about the shards of a node.
package struct ShardSettings: Sendable {
    /// How long what nobody references stays before it is collected, and how far two looks of a recount are apart.
    package var grace = Duration.seconds(24 * 3600)

    /// The live share of bodies below which a segment is compacted, between 0 and 1.
    package var compactionLiveShare = 0.6

    /// The time within which everything is read once.
    package var scrubPeriod = Duration.seconds(30 * 24 * 3600)

    /// The bytes per second that background work on one shard reads and writes at most; 0 for no limit.
    package var maintenanceBytesPerSecond: UInt64 = 32 << 20

    /// How long an upload session lives after it was last advanced.
    package var sessionExpiry = Duration.seconds(24 * 3600)

    /// The bytes that the uploads of all shards of the node may hold in memory at a time.
    package var uploadMemory = 24 << 20

    /// The keys under which the keys of domains are wrapped; nil where new domains are not encrypted.
    package var masterKeys: MasterKeyRing?

    /// Creates the settings of production, without encryption.
    package init() {}

    /// Returns the options with which a shard is opened.
    ///
    /// - Parameters:
    ///   - secret: The deployment's secret from which cutting points derive.
    ///   - budget: What the shards of the node share of the memory for uploads.
    /// - Returns: The options.
    func options(chunkingSecret secret: ChunkingSecret, budget: UploadBudget) -> ShardOptions {
        var options = ShardOptions(chunkingSecret: secret)
        options.grace = grace.seconds
        options.compactionLiveShare = compactionLiveShare
        options.scrubPeriod = scrubPeriod.seconds
        options.maintenanceBytesPerSecond = Int(clamping: maintenanceBytesPerSecond)
        options.sessionExpiry = sessionExpiry.seconds
        options.uploadBudget = budget
        options.masterKeys = masterKeys
        return options
    }
}
