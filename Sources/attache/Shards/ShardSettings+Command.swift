import BlobService
import FoundationEssentials
import ServiceSupport

extension ShardSettings {
    /// Reads what a node would decide about its shards, for work on one of them that is stopped.
    ///
    /// - Parameters:
    ///   - key: A setting for which the command has a flag of the same words.
    ///   - value: What the flag says; nil to take the value of the environment or of the file that it names, or else that of production.
    /// - Throws: `SettingError`.
    init(_ key: SettingKey, givenAs value: String?) async throws {
        var flags: [SettingKey: String] = [:]
        flags[key] = value
        let settings = try await Settings.load(flags: flags, environment: ProcessInfo.processInfo.environment)
        try self.init(settings)
    }
}
