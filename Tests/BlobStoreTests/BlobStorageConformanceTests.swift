import BlobModel
import BlobStore
import BlobStoreTesting
import Testing

struct BlobStorageConformanceTests {
    @Test(arguments: BlobStorageConformance.allCases)
    func `the memory store keeps the contract`(_ rule: BlobStorageConformance) async throws {
        try await rule.check(MemoryBlobStore())
    }

    @Test(arguments: BlobStorageConformance.allCases)
    func `a shard keeps the contract`(_ rule: BlobStorageConformance) async throws {
        let test = try TestShard()
        let shard = try await test.open()
        try await rule.check(shard)
        await shard.close()
    }

    @Test(arguments: BlobStorageConformance.allCases)
    func `a shard of small segments keeps the contract`(_ rule: BlobStorageConformance) async throws {
        let test = try TestShard()
        let shard = try await test.open { $0.segmentByteLimit = 1 << 20 }
        try await rule.check(shard)
        await shard.close()
    }

    @Test(arguments: BlobStorageConformance.allCases)
    func `the shards of a node keep the contract together`(_ rule: BlobStorageConformance) async throws {
        let node = try await TestNode(shards: 3)
        try await rule.check(node.store)
        await node.store.close()
    }
}
