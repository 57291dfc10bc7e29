import ArgumentParser
import BlobAPI
import FoundationEssentials
import ServiceSupport
import SystemPackage

/// The options by which a command proves itself to the nodes as the operator's.
struct OperatorOptions: ParsableArguments {
    /// The file with the operator's secret.
    @Option(
        name: [.customLong("operator-secret-file"), .customLong("secret-file")],
        help: "The file with the operator's secret, also ATTACHE_INTERNAL_OPERATOR_SECRET_FILE."
    )
    var path: String?

    /// Reads the operator's secret.
    ///
    /// - Parameter config: The YAML file with settings, if one is named.
    /// - Returns: The secret, or nil when no setting names a file.
    /// - Throws: `SettingError`.
    func secret(config: String?) async throws -> PeerSecret? {
        var flags: [SettingKey: String] = [:]
        flags[Self.key] = path
        let settings = try await Settings.load(
            flags: flags,
            environment: ProcessInfo.processInfo.environment,
            file: config.map { FilePath($0) }
        )
        guard try settings.path(Self.key) != nil else { return nil }
        return try settings.secret(fromFileNamedBy: Self.key) { try PeerSecret(parsing: $0) }
    }

    /// Reads the operator's secret for a command that cannot do without.
    ///
    /// - Parameters:
    ///   - config: The YAML file with settings, if one is named.
    ///   - hint: What to do otherwise, as a sentence; nil for nothing.
    /// - Returns: The secret.
    /// - Throws: `SettingError`, and a usage error when no setting names a file.
    func requiredSecret(config: String? = nil, otherwise hint: String? = nil) async throws -> PeerSecret {
        if let secret = try await secret(config: config) { return secret }
        let sentence =
            "Name the file with the operator's secret by --operator-secret-file; the nodes know it by their setting "
            + "internal.operator-digest."
        throw ShardExit.misuse([sentence, hint].compactMap { $0 }.joined(separator: " "))
    }

    private static let key: SettingKey = "internal.operator-secret-file"
}
