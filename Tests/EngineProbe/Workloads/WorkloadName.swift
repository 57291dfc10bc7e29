import ArgumentParser

/// The workloads, by what of the engine they exercise.
enum WorkloadName: String, CaseIterable, ExpressibleByArgument, Sendable {
    /// Uploads, releases, reopening, and the loss of the index.
    case plain
    /// Releases, sweeps, collections, and a purge.
    case collection
    /// Compactions over several generations.
    case compaction
    /// Upload sessions, whose every offset is acknowledged.
    case sessions
    /// Damage that scrubs find, and its healing.
    case scrub
    /// Everything of `compaction` in an encrypted shard.
    case encrypted
    /// Rotations of the master key.
    case rotation
    /// Erasures of domains' keys.
    case erasure
    /// A few small uploads: little enough to let every single call fail.
    case small

    /// Whether the shard is encrypted.
    var isEncrypted: Bool {
        switch self {
        case .encrypted, .rotation, .erasure: true
        case .plain, .collection, .compaction, .sessions, .scrub, .small: false
        }
    }

    /// Returns the steps, which are the same for the same seed.
    func script(seed: UInt64) throws -> Script {
        var composer = try ScriptComposer(self, seed: seed)
        switch self {
        case .plain: composer.plain()
        case .collection: composer.collection()
        case .compaction, .encrypted: composer.compaction()
        case .sessions: composer.sessions()
        case .scrub: composer.scrub()
        case .rotation: composer.rotation()
        case .erasure: composer.erasure()
        case .small: composer.afterRecovery()
        }
        return composer.script
    }
}
