import ArgumentParser

/// The workloads, by what of the engine they exercise.
enum WorkloadName: String, CaseIterable, ExpressibleByArgument, Sendable {
    /// Uploads, releases, reopening, and the loss of the index.
    case plain
    /// Releases, sweeps, collections, and a purge.
    case collection
    /// Compactions over several generations.
    case compaction
    /// Upload sessions.
    case sessions
    /// Everything of `compaction` in an encrypted shard.
    case encrypted
    /// A few small uploads: little enough to let every single call fail.
    case small

    /// Returns the steps, which are the same for the same seed.
    func script(seed: UInt64) throws -> Script {
        var composer = try ScriptComposer(self, seed: seed)
        switch self {
        case .plain: composer.plain()
        case .collection: composer.collection()
        case .compaction, .encrypted: composer.compaction()
        case .sessions: composer.sessions()
        case .small: composer.afterRecovery()
        }
        return composer.script
    }
}
