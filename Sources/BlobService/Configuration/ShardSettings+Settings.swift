import BlobStore
package import ServiceSupport

extension ShardSettings {
    /// The keys that ``init(_:)`` reads.
    package enum Key {
        /// How long what nobody references stays before it is collected.
        package static let grace: SettingKey = "collection.grace"
        /// The live share of bodies below which a segment is compacted.
        package static let liveShare: SettingKey = "compaction.live-share"
        /// The time within which everything is read once.
        package static let scrubPeriod: SettingKey = "scrub.period"
        /// The bytes per second of background work on one shard.
        package static let bytesPerSecond: SettingKey = "maintenance.bytes-per-second"
        /// How long an upload session lives after it was last advanced.
        package static let sessionExpiry: SettingKey = "uploads.session-expiry"
        /// The file with the key under which the keys of domains are wrapped.
        package static let masterKeyFile: SettingKey = "encryption.master-key-file"
        /// The file with the key that was the master key before.
        package static let previousMasterKeyFile: SettingKey = "encryption.previous-master-key-file"
    }

    /// Reads what the settings say about shards.
    ///
    /// - Throws: `SettingError` with the sentence for the operator.
    package init(_ settings: Settings) throws(SettingError) {
        self.init()
        grace = try settings.duration(Key.grace, in: .zero...Self.year) ?? grace
        compactionLiveShare =
            try settings.parsed(Key.liveShare, allowed: "a share from 10% to 95%, such as 60%", Self.share)
            ?? compactionLiveShare
        scrubPeriod = try settings.duration(Key.scrubPeriod, in: .seconds(60)...Self.year) ?? scrubPeriod
        maintenanceBytesPerSecond =
            try settings.bytes(Key.bytesPerSecond, in: 0...(1 << 40)) ?? maintenanceBytesPerSecond
        sessionExpiry =
            try settings.duration(Key.sessionExpiry, in: .seconds(60)...(.seconds(30 * 86_400))) ?? sessionExpiry
        masterKeys = try Self.masterKeys(settings)
    }

    private static let year = Duration.seconds(366 * 86_400)

    private static func share(_ text: String) -> Double? {
        guard text.hasSuffix("%"), let percent = UInt8(text.dropLast()), (10...95).contains(percent) else { return nil }
        return Double(percent) / 100
    }

    private static func masterKeys(_ settings: Settings) throws(SettingError) -> MasterKeyRing? {
        guard let current = try masterKey(Key.masterKeyFile, settings) else {
            guard try settings.path(Key.previousMasterKeyFile) == nil else {
                throw .missing(Key.masterKeyFile, allowed: "the path of a file with a master key")
            }
            return nil
        }
        return MasterKeyRing(current: current, previous: try masterKey(Key.previousMasterKeyFile, settings))
    }

    private static func masterKey(_ key: SettingKey, _ settings: Settings) throws(SettingError) -> MasterKey? {
        guard try settings.path(key) != nil else { return nil }
        return try settings.secret(fromFileNamedBy: key) { try MasterKey(parsing: $0) }
    }
}
