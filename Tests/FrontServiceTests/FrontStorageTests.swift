import BlobClient
import BlobAPI
import BlobModel
import Cryptography
import DeploymentStore
import FoundationEssentials
import Logging
import SQLDatabase
import ServiceSupport
import Testing

@testable import FrontService

@Suite struct FrontStorageTests {
    private let now = Date(timeIntervalSince1970: 1_700_000_000)

    private func withConfiguration(_ body: (FrontConfiguration) async throws -> Void) async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "front-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let url = try #require(ServiceURL(parsing: "https://cal.example.com"))
        let path = directory.appending(path: "metadata.sqlite").path
        try await body(FrontConfiguration(publicURL: url, databaseURL: .sqlite(path: path)))
    }

    private func open(_ configuration: FrontConfiguration) async throws -> FrontStorage {
        try await FrontStorage.open(configuration, secret: .random(), now: now, logger: Logger(label: "test"))
    }

    @Test func `a front without a shard map does not start, and says why`() async throws {
        try await withConfiguration { configuration in
            await #expect(throws: FrontStartError.shardMapMissing) { try await open(configuration) }
        }
        #expect("\(FrontStartError.shardMapMissing)".contains("attache node add"))
    }

    @Test func `a front opens its database and takes over the shard map`() async throws {
        try await withConfiguration { configuration in
            let node = NodeEntry(
                id: try NodeID(validating: "n1"),
                internalURL: "http://127.0.0.1:9081",
                publicURL: "http://127.0.0.1:8081"
            )
            let shard = ShardEntry(id: try ShardID(validating: "s1"), node: node.id, weight: 1)
            let now = now
            let database = try await configuration.databaseURL.open()
            try await database.migrate(FrontDependencies.migrations)
            try await database.write { txn in
                let store = DeploymentStore()
                let deployment = try store.initialise(now: now, in: txn).id
                let record = NodeRecord(entry: node, secretDigests: PeerSecret.random().digests)
                try store.register(record, now: now, in: txn)
                try store.setShardMap(
                    try ShardMap.initial(deployment: deployment, nodes: [node], shards: [shard]),
                    in: txn
                )
            }
            try await database.close()
            let storage = try await open(configuration)
            #expect(storage.blobs.map.nodes == [node])
            try await storage.close()
            await #expect(throws: SQLError.closed) {
                try await storage.database.read { txn in try txn.query("SELECT 1 AS one").count }
            }
        }
    }
}
