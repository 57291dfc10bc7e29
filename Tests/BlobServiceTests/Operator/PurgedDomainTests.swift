import BlobAPI
import BlobModel
import BlobStore
import BlobStoreTesting
import Logging
import RandomTesting
import SystemPackage
import Testing

@testable import BlobService

/// What the purge of a domain leaves in an encrypted shard.
@Suite struct PurgedDomainTests {
    private let scene: NodeScene
    private let directory: TemporaryDirectory

    init() throws {
        scene = try NodeScene()
        directory = try TemporaryDirectory()
    }

    private func open() async throws -> Shard {
        var options = ShardOptions(chunkingSecret: .random())
        options.masterKeys = MasterKeyRing(current: .random())
        let shard = try #require(scene.map.shards.first).id
        return try await Shard.open(
            at: directory.path.appending("shard"),
            identity: ShardIdentity(shard: shard, deployment: scene.map.deployment),
            options: options,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    @Test func `an encrypted domain leaves nothing that waits for a grace, and takes nothing any more`() async throws {
        let shard = try await open()
        let store = NodeStore(shards: [shard], map: scene.map)
        var random = SeededGenerator(seed: 41)
        for size in [900_000, 5_000] {
            _ = try await store.put(.bytes(random.bytes(size)), as: .random(), in: scene.domain, limit: .max)
        }
        #expect(try await store.purge(scene.domain, dryRun: true).references == 2)
        #expect(try await shard.status().counts.references == 2)
        #expect(try await store.purge(scene.domain, dryRun: false).references == 2)
        let status = try await shard.status()
        #expect(status.counts.chunks == 0 && status.counts.manifests == 0 && status.counts.unclaimed == 0)
        #expect(status.segments.liveBytes == 0)
        await #expect(throws: BlobError.domainErased(scene.domain)) {
            try await store.put(.bytes([1]), as: .random(), in: scene.domain, limit: .max)
        }
        await store.close()
    }
}
