import BlobModel
import BlobStoreTesting
import DurableIO
import RandomTesting
import Testing

@testable import BlobStore

/// What the short way of downloads finds.
struct SmallBlobTests {
    private let test: TestShard
    private let domain: DedupDomain

    init() throws {
        test = try TestShard()
        domain = try DedupDomain(validating: "home")
    }

    private func look(
        _ shard: Shard,
        for blob: ContentID,
        upTo limit: Int = 256 << 10,
        allowingRegions: Bool = true
    ) async -> SmallBlob? {
        await withCheckedContinuation { waiter in
            shard.lookForSmall(blob, in: domain, upTo: limit, allowingRegions: allowingRegions) {
                waiter.resume(returning: $0)
            }
        }
    }

    private func bytes(of small: SmallBlob?) throws -> [UInt8]? {
        switch small {
        case .bytes(let bytes): bytes
        case .regions(let regions):
            try regions.reduce(into: []) { $0 += try $1.file.read(at: $1.offset, count: Int($1.length)) }
        case nil: nil
        }
    }

    @Test(arguments: [0, 1, 1_000, 32 << 10, 33_000, 200_000, 256 << 10])
    func `a small blob is found with all its bytes, read or where they lie`(_ size: Int) async throws {
        var random = SeededGenerator(seed: 3)
        let shard = try await test.open()
        let blob = try await shard.put(random.bytes(size), in: domain)
        for allowingRegions in [true, false] {
            let found = await look(shard, for: blob.content, allowingRegions: allowingRegions)
            #expect(try bytes(of: found) == blob.bytes)
            // Which of the two a large one is depends on what the system has in memory, which is not ours to say.
            if case .regions? = found { #expect(allowingRegions && size > 32 << 10) }
        }
        await shard.close()
    }

    @Test func `what is large, missing, damaged, or in a closed shard is left to the long way`() async throws {
        var random = SeededGenerator(seed: 4)
        let shard = try await test.open()
        let blob = try await shard.put(random.bytes(1_000), in: domain)
        #expect(try bytes(of: await look(shard, for: blob.content, upTo: 999)) == nil)
        #expect(try bytes(of: await look(shard, for: ContentID(of: [1].span))) == nil)
        let place = try #require(try await shard.regions(of: blob.content, in: domain).first)
        await shard.close()
        #expect(try bytes(of: await look(shard, for: blob.content)) == nil)
        try test.flip(1, at: place.offset + 500)
        let again = try await test.open()
        #expect(try bytes(of: await look(again, for: blob.content)) == nil)
        await again.close()
    }
}
