import ArgumentParser
import ServiceSupport

/// The settings of a node's shards as flags.
struct ShardFlags: ParsableArguments {
    /// `collection.grace`.
    @Option(name: .customLong("collection-grace"), help: "How long what nobody references is kept (24h).")
    var grace: String?

    /// `compaction.live-share`.
    @Option(
        name: .customLong("compaction-live-share"),
        help: "The live share below which a segment is rewritten (60%)."
    )
    var liveShare: String?

    /// `scrub.period`.
    @Option(name: .customLong("scrub-period"), help: "The time within which everything is read and verified (30d).")
    var scrubPeriod: String?

    /// `recount.interval`.
    @Option(name: .customLong("recount-interval"), help: "The time between two recounts (24h).")
    var recountInterval: String?

    /// `maintenance.bytes-per-second`.
    @Option(
        name: .customLong("maintenance-bytes-per-second"),
        help: "What background work on a shard reads and writes at most (32MiB); 0 for no limit."
    )
    var bytesPerSecond: String?

    /// `uploads.session-expiry`.
    @Option(name: .customLong("uploads-session-expiry"), help: "How long an upload may pause (24h).")
    var sessionExpiry: String?

    /// `encryption.master-key-file`.
    @Option(name: .customLong("encryption-master-key-file"), help: "The file with the master key; without it, plain.")
    var masterKeyFile: String?

    /// `encryption.previous-master-key-file`.
    @Option(
        name: .customLong("encryption-previous-master-key-file"),
        help: "The file with the former master key, while it is being replaced."
    )
    var previousMasterKeyFile: String?

    /// The values by their keys.
    var values: [(SettingKey, String?)] {
        [
            ("collection.grace", grace), ("compaction.live-share", liveShare), ("scrub.period", scrubPeriod),
            ("recount.interval", recountInterval), ("maintenance.bytes-per-second", bytesPerSecond),
            ("uploads.session-expiry", sessionExpiry), ("encryption.master-key-file", masterKeyFile),
            ("encryption.previous-master-key-file", previousMasterKeyFile),
        ]
    }
}
