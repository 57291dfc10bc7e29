import ArgumentParser
import BlobAPI
import BlobClient
import DeploymentStore
import FoundationEssentials
import SQLDatabase
import ServiceSupport
import SystemPackage

/// The options by which a command reads and writes attachments at the nodes as the front does.
struct BlobOptions: ParsableArguments {
    private static let key: SettingKey = "service.secret-file"
    private static let scope: SettingKey = "front.secret-scope"

    /// The file with the front's secret.
    @Option(
        name: .customLong("service-secret-file"),
        help: "The file with the front's secret, also service.secret-file in the YAML file."
    )
    var path: String?

    /// Connects to the nodes of a deployment for the time of a body.
    ///
    /// - Parameters:
    ///   - database: The metadata database, which has the shard map.
    ///   - config: The YAML file with settings, if one is named.
    ///   - body: What reads and writes.
    /// - Returns: What the body returns.
    /// - Throws: `SettingError`, ``DomainPurgeError/noShardMap``, and what the body throws.
    func withBlobs<Value>(
        of database: any SQLDatabase,
        config: String?,
        _ body: (BlobCluster) async throws -> Value
    ) async throws -> Value {
        let settings = try await settings(config: config)
        let secret = try settings.secret(fromFileNamedBy: Self.key) { try PeerSecret(parsing: $0) }
        // The nodes know whoever comes as the front by what the front shows them.
        let scope = try settings.choice(Self.scope, as: SecretScope.self) ?? .node
        let map = try await database.read { txn in try DeploymentStore().shardMap(in: txn) }
        guard let map else { throw DomainPurgeError.noShardMap }
        let cluster = BlobCluster(map: map, secret: secret, scope: scope, logger: .quiet) { _ in
            try? await database.read { txn in try DeploymentStore().shardMap(in: txn) }
        }
        do {
            let value = try await body(cluster)
            try await cluster.shutdown()
            return value
        } catch {
            try? await cluster.shutdown()
            throw error
        }
    }

    private func settings(config: String?) async throws -> Settings {
        var flags: [SettingKey: String] = [:]
        flags[Self.key] = path
        return try await Settings.load(
            flags: flags,
            environment: ProcessInfo.processInfo.environment,
            file: config.map { FilePath($0) }
        )
    }
}
