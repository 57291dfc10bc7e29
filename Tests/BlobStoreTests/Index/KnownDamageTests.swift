import BlobModel
import BlobStoreTesting
import DurableIO
import KeyValueIndex
import Synchronization
import SystemPackage
import Testing

@testable import BlobStore

/// A shard from the moment at which the damage of its index is known.
struct KnownDamageTests {
    private let damage = BlobStoreError.index(.unsound(page: 2, .beyondFile))

    @Test func `nothing is written any more once the index is known to be damaged`() async throws {
        let test = try TestShard()
        let domain = try DedupDomain.sample()
        let shard = try await test.open()
        let writer = try shard.openParts().writer
        try shard.openParts().reader.index.damage.note(damage)
        await #expect(throws: BlobError.self) { _ = try await shard.put([1, 2, 3], in: domain) }
        await #expect(throws: BlobStoreError.self) { try await writer.perform { _ in } }
        await shard.close()
    }

    @Test func `a closed shard stays locked for as long as somebody has what writes`() async throws {
        let test = try TestShard()
        let shard = try await test.open()
        let writer = try shard.openParts().writer
        await shard.close()
        #expect(throws: FileError.self) { _ = try LocalFileSystem().lock(at: test.path.appending("shard.lock")) }
        withExtendedLifetime(writer) {}
    }

    @Test func `a shard is in the listing once, and its damage is told before it is closed and may be tried again`()
        async throws
    {
        let node = try await TestNode(shards: 1)
        let shard = try #require(node.store.standing.open.first)
        let id = shard.identity.shard
        #expect(node.store.standing.failures.isEmpty)
        try shard.openParts().reader.index.damage.note(damage)
        #expect(node.store.standing.open.isEmpty)
        #expect(Array(node.store.standing.failures.keys) == [id])
        node.store.fail(id, because: "It is open elsewhere.")
        #expect(node.store.closedFailures.isEmpty)

        let told = Mutex<[String]>([])
        await node.store.closeDamaged { _, reason in
            #expect((try? shard.openParts()) != nil, "it is not closed yet")
            told.withLock { $0.append(reason) }
        }
        #expect(told.withLock { $0 } == ["\(damage)"])
        #expect(Array(node.store.closedFailures.keys) == [id])
        await node.store.close()
    }

    @Test func `a malformed row says how the index is made again`() {
        #expect("\(BlobStoreError.malformedIndex(table: "chunk"))".contains("attache shard rebuild --directory"))
    }
}
