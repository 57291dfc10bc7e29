import BlobModel
import Cryptography
import DeploymentStore
import FoundationEssentials
import MetadataStoreTesting
import SQLDatabase

/// A database with a deployment.
struct DeploymentFixture: Sendable {
    /// The store under test.
    let store = DeploymentStore()

    /// The database, open.
    let database: any SQLDatabase

    /// The deployment, made at the first sample instant.
    let deployment: Deployment

    /// Hands a fixture on a new database to `body`.
    static func with(_ engine: DatabaseEngine, _ body: (DeploymentFixture) async throws -> Void) async throws {
        try await engine.withDatabase { database in
            let deployment = try await database.write { txn in
                try DeploymentStore().initialise(now: .sample(), in: txn)
            }
            try await body(DeploymentFixture(database: database, deployment: deployment))
        }
    }

    /// Runs `body` in a write transaction of the fixture's database.
    @discardableResult
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (DeploymentFixture, any SQLTransaction) throws -> Value
    ) async throws -> Value {
        try await database.write { txn in try body(self, txn) }
    }

    /// The states of all keys by their IDs.
    func states(_ txn: any SQLTransaction) throws -> [String] {
        try store.keyRecords(in: txn).map { "\($0.id) \($0.state.rawValue)" }
    }

    /// A map of the deployment with one shard on each of some nodes.
    func map(nodes: [NodeEntry]) throws -> ShardMap {
        try .initial(
            deployment: deployment.id,
            nodes: nodes,
            shards: nodes.map { ShardEntry(id: try ShardID(validating: "s-\($0.id)"), node: $0.id) }
        )
    }
}

extension NodeEntry {
    /// A node for tests.
    static func sample(_ id: String, port: Int = 9081) throws -> NodeEntry {
        NodeEntry(
            id: try NodeID(validating: id),
            internalURL: "http://127.0.0.1:\(port)",
            publicURL: "http://127.0.0.1:\(port - 1000)"
        )
    }
}

extension SHA256Digest {
    /// The digest of a secret for tests.
    static func sample(_ secret: String) -> SHA256Digest {
        SHA256Hasher.digest(of: Array(secret.utf8).span)
    }
}
