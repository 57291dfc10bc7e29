import BlobModel
import BlobStoreTesting
import DurableIO
import FoundationEssentials
import KeyValueIndex
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

    /// Returns a blob as the event loop finds it, without a reader's thread.
    private func atOnce(_ shard: Shard, _ blob: PutBlob, allowingRegions: Bool = true) throws -> [UInt8]? {
        let reader = try shard.openParts().reader
        return try bytes(
            of: reader.smallAtOnce(blob.content, in: domain, upTo: 256 << 10, allowingRegions: allowingRegions)
        )
    }

    @Test(arguments: [0, 1_000, 100_000])
    func `a blob that was looked for is found at once until the index changes`(_ size: Int) async throws {
        var random = SeededGenerator(seed: 5)
        let shard = try await test.open()
        let blob = try await shard.put(random.bytes(size), in: domain)
        #expect(try atOnce(shard, blob) == nil)
        _ = await look(shard, for: blob.content)
        let runs = shard.pool.runCount
        #expect(try atOnce(shard, blob) == blob.bytes)
        #expect(try bytes(of: await look(shard, for: blob.content)) == blob.bytes)
        #expect(shard.pool.runCount == runs)
        try await shard.put([1, 2, 3], in: domain)
        #expect(try atOnce(shard, blob) == nil)
        #expect(try bytes(of: await look(shard, for: blob.content)) == blob.bytes)
        #expect(try atOnce(shard, blob) == blob.bytes)
        await shard.close()
    }

    @Test func `what was released and collected is not found from memory`() async throws {
        var random = SeededGenerator(seed: 6)
        let shard = try await test.open { $0.grace = 0 }
        let blob = try await shard.put(random.bytes(100_000), in: domain)
        _ = await look(shard, for: blob.content)
        #expect(try atOnce(shard, blob) == blob.bytes)
        try await shard.release(blob.reference, in: domain)
        try await shard.collect(now: .distantFuture)
        #expect(try atOnce(shard, blob) == nil)
        #expect(try bytes(of: await look(shard, for: blob.content)) == nil)
        await shard.close()
    }

    @Test func `what would be copied at length is not read on the event loop`() async throws {
        var random = SeededGenerator(seed: 7)
        let shard = try await test.open()
        let blob = try await shard.put(random.bytes(100_000), in: domain)
        _ = await look(shard, for: blob.content, allowingRegions: false)
        #expect(try atOnce(shard, blob, allowingRegions: false) == nil)
        await shard.close()
    }

    @Test func `places are remembered up to their limit, and for one version of the index`() async throws {
        let shard = try await test.open()
        let first = try shard.index.environment.version
        let recent = RecentPlaces(limit: 2)
        let names = (0..<3 as Range<UInt8>).map { ChunkKey(domainKey: domain.key, id: ContentID(of: [$0].span)) }
        for name in names { recent.keep(RecentPlaces.Place(runs: []), of: name, at: first) }
        #expect(names.map { recent.place(of: $0, at: first) != nil } == [false, false, true])
        try await shard.put([1], in: domain)
        let second = try shard.index.environment.version
        #expect(recent.place(of: names[2], at: second) == nil)
        recent.keep(RecentPlaces.Place(runs: []), of: names[0], at: second)
        #expect(recent.place(of: names[0], at: second) != nil && recent.place(of: names[2], at: second) == nil)
        await shard.close()
    }
}
