import BlobModel
import BlobStoreTesting
import DurableIOTesting
import FoundationEssentials
import RandomTesting
import Testing

@testable import BlobStore

struct CollectionTests {
    private static let grace: Double = 3_600

    private let test: TestShard
    private let clock = TestClock()
    private let domain: DedupDomain

    init() throws {
        test = try TestShard()
        domain = try DedupDomain(validating: "home")
    }

    private func open() async throws -> Shard {
        try await test.open { options in
            options.now = { [clock] in clock.now }
            options.grace = Self.grace
            options.maintenanceBytesPerSecond = 0
        }
    }

    @Test(arguments: [10, 300_000])
    func `a blob without references stays for the grace and is removed after it`(_ size: Int) async throws {
        var random = SeededGenerator(seed: 1)
        let shard = try await open()
        let blob = try await shard.put(random.bytes(size), in: domain)
        let content = ContentID(of: blob.bytes.span)
        try await shard.release(blob.reference, in: domain)
        clock.advance(by: Self.grace - 1)
        let early = try await shard.collect(now: clock.now)
        #expect(early.bytes == 0 && early.isComplete)
        #expect(try await shard.bytes(of: content, in: domain) == blob.bytes)
        clock.advance(by: 1)
        let report = try await shard.collect(now: clock.now)
        #expect(report.chunkBytes == UInt64(size))
        #expect(report.manifests == (size > 65_536 ? 1 : 0))
        #expect(try shard.names(\.chunks, of: domain).isEmpty)
        #expect(try shard.rows(\.manifests).isEmpty && shard.rows(\.members).isEmpty)
        #expect(try shard.rows(\.unclaimed).isEmpty && shard.rows(\.dissolving).isEmpty)
        #expect(try await shard.statistics().liveBytes == 0)
        await shard.close()
    }

    @Test func `a collected blob is known as gone for two days, and then not known`() async throws {
        let shard = try await open()
        let blob = try await shard.put([1, 2, 3], in: domain)
        let content = ContentID(of: blob.bytes.span)
        try await shard.release(blob.reference, in: domain)
        clock.advance(by: Self.grace)
        try await shard.collect(now: clock.now)
        await #expect(throws: BlobError.gone(content)) { try await shard.description(of: content, in: domain) }
        await #expect(throws: BlobError.gone(content)) { try await shard.bytes(of: content, in: domain) }
        clock.advance(by: CollectionMoment.memory - 1)
        #expect(try await shard.collect(now: clock.now).forgotten == 0)
        await #expect(throws: BlobError.gone(content)) { try await shard.regions(of: content, in: domain) }
        clock.advance(by: 1)
        #expect(try await shard.collect(now: clock.now).forgotten == 1)
        await #expect(throws: BlobError.notFound(content)) { try await shard.bytes(of: content, in: domain) }
        await shard.close()
    }

    @Test(arguments: [10, 300_000])
    func `a gone blob that is put again is there`(_ size: Int) async throws {
        var random = SeededGenerator(seed: 2)
        let shard = try await open()
        let blob = try await shard.put(random.bytes(size), in: domain)
        try await shard.release(blob.reference, in: domain)
        clock.advance(by: Self.grace)
        try await shard.collect(now: clock.now)
        let again = try await shard.put(blob.bytes, in: domain)
        #expect(try await shard.bytes(of: again) == blob.bytes)
        #expect(try shard.rows(\.collected).isEmpty)
        await shard.close()
    }

    @Test(arguments: [10, 300_000])
    func `a new reference within the grace keeps the blob`(_ size: Int) async throws {
        var random = SeededGenerator(seed: 3)
        let shard = try await open()
        let blob = try await shard.put(random.bytes(size), in: domain)
        try await shard.release(blob.reference, in: domain)
        clock.advance(by: Self.grace / 2)
        let again = PutBlob(reference: .random(), domain: domain, bytes: blob.bytes)
        #expect(try await shard.put(again).addedBytes == 0)
        clock.advance(by: 10 * Self.grace)
        #expect(try await shard.collect(now: clock.now).bytes == 0)
        #expect(try await shard.bytes(of: again) == blob.bytes)
        await shard.close()
    }

    @Test func `one of two references keeps the blob`() async throws {
        let shard = try await open()
        let first = try await shard.put([1, 2, 3], in: domain)
        let second = try await shard.put([1, 2, 3], in: domain)
        try await shard.release(first.reference, in: domain)
        clock.advance(by: 10 * Self.grace)
        try await shard.collect(now: clock.now)
        #expect(try await shard.bytes(of: second) == [1, 2, 3])
        await shard.close()
    }

    @Test func `chunks that another blob holds stay`() async throws {
        var random = SeededGenerator(seed: 4)
        let shard = try await open()
        let bytes = random.bytes(1 << 20)
        let released = try await shard.put(bytes, in: domain)
        let kept = try await shard.put(random.bytes(100_000) + bytes, in: domain)
        try await shard.release(released.reference, in: domain)
        clock.advance(by: Self.grace)
        let report = try await shard.collect(now: clock.now)
        #expect(report.manifests == 1 && report.dissolved == 1)
        #expect(report.chunkBytes < 400_000, "\(report.chunkBytes) bytes were removed")
        #expect(try await shard.bytes(of: kept) == kept.bytes)
        await shard.close()
    }

    @Test func `a blob that is a chunk of another keeps its bytes until that one goes too`() async throws {
        var random = SeededGenerator(seed: 5)
        let shard = try await open()
        let large = CutBlob(count: 3, &random)
        let small = CutBlob([large.chunks[1].bytes])
        let references = [ReferenceID.random(), .random()]
        try await shard.put(large, as: references[0], in: domain)
        try await shard.put(small, as: references[1], in: domain)
        try await shard.release(references[1], in: domain)
        clock.advance(by: Self.grace)
        #expect(try await shard.collect(now: clock.now).revived == 1)
        #expect(try await shard.bytes(of: large.id, in: domain) == large.bytes)
        try await shard.release(references[0], in: domain)
        clock.advance(by: Self.grace)
        #expect(try await shard.collect(now: clock.now).chunks == 3)
        await shard.close()
    }

    @Test func `a name that is a manifest's and a chunk's is collected with both`() async throws {
        var random = SeededGenerator(seed: 6)
        let shard = try await open()
        let parts = CutBlob(count: 2, &random)
        let whole = CutBlob([parts.bytes])
        #expect(parts.id == whole.id)
        let references = [ReferenceID.random(), .random()]
        try await shard.put(parts, as: references[0], in: domain)
        try await shard.put(whole, as: references[1], in: domain)
        try await shard.release(references[0], in: domain)
        clock.advance(by: Self.grace)
        #expect(try await shard.collect(now: clock.now).bytes == 0)
        #expect(try await shard.bytes(of: whole.id, in: domain) == whole.bytes)
        try await shard.release(references[1], in: domain)
        clock.advance(by: Self.grace)
        let report = try await shard.collect(now: clock.now)
        #expect(report.manifests == 1 && report.chunks == 3)
        #expect(try shard.rows(\.chunks).isEmpty && shard.rows(\.members).isEmpty)
        await shard.close()
    }

    @Test func `an upload that finds a chunk stored begins its grace again`() async throws {
        let shard = try await open()
        let blob = CutBlob([[1, 2, 3]])
        try await shard.put(blob, as: .random(), in: domain)
        let reference = try #require(
            try shard.rows(\.references).first.flatMap { ReferenceID(bytes: Array($0.key[32...])) }
        )
        try await shard.release(reference, in: domain)
        clock.advance(by: Self.grace - 1)
        // The upload has just begun: nothing but its lease keeps the chunk.
        #expect(try await shard.submit(.append(blob.chunks), in: domain).addedBytes == 0)
        clock.advance(by: Self.grace - 1)
        #expect(try await shard.collect(now: clock.now).bytes == 0)
        try await shard.submit(.commit([], manifest: blob.manifest, reference: .random()), in: domain)
        #expect(try await shard.bytes(of: blob.id, in: domain) == blob.bytes)
        await shard.close()
    }

    @Test func `an upload whose lease has ended is told that a chunk is missing`() async throws {
        let shard = try await open()
        let blob = CutBlob([[1, 2, 3]])
        let reference = ReferenceID.random()
        try await shard.put(blob, as: reference, in: domain)
        try await shard.release(reference, in: domain)
        try await shard.submit(.append(blob.chunks), in: domain)
        clock.advance(by: Self.grace)
        try await shard.collect(now: clock.now)
        let commit = WriteOperation.Change.commit([], manifest: blob.manifest, reference: .random())
        let error = await #expect(throws: BlobStoreError.chunkMissing(blob.id)) {
            try await shard.submit(commit, in: domain)
        }
        #expect(error?.isWorthRetrying == true)
        try await shard.put(blob, as: .random(), in: domain)
        #expect(try await shard.bytes(of: blob.id, in: domain) == blob.bytes)
        await shard.close()
    }

    @Test func `collecting again removes nothing`() async throws {
        var random = SeededGenerator(seed: 7)
        let shard = try await open()
        let released = try await shard.put(random.bytes(500_000), in: domain)
        let kept = try await shard.put(random.bytes(500_000), in: domain)
        try await shard.release(released.reference, in: domain)
        clock.advance(by: Self.grace)
        #expect(try await shard.collect(now: clock.now).chunkBytes == 500_000)
        let tables = try [shard.rows(\.chunks).count, shard.rows(\.members).count, shard.rows(\.collected).count]
        let again = try await shard.collect(now: clock.now)
        #expect(again.bytes == 0 && again.revived == 0 && again.isComplete)
        #expect(try tables == [shard.rows(\.chunks).count, shard.rows(\.members).count, shard.rows(\.collected).count])
        #expect(try await shard.bytes(of: kept) == kept.bytes)
        await shard.close()
    }

    @Test func `two collections at once remove everything once`() async throws {
        var random = SeededGenerator(seed: 8)
        let shard = try await open()
        for _ in 0..<20 {
            let blob = CutBlob(count: 30, &random)
            let reference = ReferenceID.random()
            try await shard.put(blob, as: reference, in: domain)
            try await shard.release(reference, in: domain)
        }
        clock.advance(by: Self.grace)
        let now = clock.now
        async let first = shard.collect(now: now)
        async let second = shard.collect(now: now)
        let reports = try await [first, second]
        #expect(reports.reduce(0) { $0 + $1.chunks } == 600)
        #expect(reports.reduce(0) { $0 + $1.manifests } == 20)
        #expect(try await shard.statistics().liveBytes == 0)
        await shard.close()
    }

    @Test func `a cancelled collection stops, and the next one goes on`() async throws {
        var random = SeededGenerator(seed: 9)
        let shard = try await open()
        let reference = ReferenceID.random()
        try await shard.put(CutBlob(count: 1_000, &random), as: reference, in: domain)
        try await shard.release(reference, in: domain)
        clock.advance(by: Self.grace)
        let now = clock.now
        let attempt = await cancelled { try await shard.collect(now: now) }
        let stopped = try attempt.get()
        #expect(!stopped.isComplete)
        let rest = try await shard.collect(now: now)
        #expect(rest.isComplete && stopped.chunks + rest.chunks == 1_000)
        await shard.close()
    }

    @Test func `an index that is rebuilt knows collected content again, and it is collected again`() async throws {
        var random = SeededGenerator(seed: 10)
        let shard = try await open()
        let released = try await shard.put(random.bytes(300_000), in: domain)
        let kept = try await shard.put(random.bytes(300_000), in: domain)
        try await shard.release(released.reference, in: domain)
        clock.advance(by: Self.grace)
        try await shard.collect(now: clock.now)
        await shard.close()
        try test.removeIndex()
        let again = try await open()
        let content = ContentID(of: released.bytes.span)
        #expect(try await again.bytes(of: content, in: domain) == released.bytes)
        try await again.sweep()
        clock.advance(by: Self.grace)
        #expect(try await again.collect(now: clock.now).chunkBytes == 300_000)
        await #expect(throws: BlobError.gone(content)) { try await again.bytes(of: content, in: domain) }
        #expect(try await again.bytes(of: kept) == kept.bytes)
        await again.close()
    }

    @Test(arguments: [100, 300_000])
    func `what was found damaged is collected with its quarantine`(_ size: Int) async throws {
        var random = SeededGenerator(seed: 11)
        let shard = try await open()
        let blob = try await shard.put(random.bytes(size), in: domain)
        try await shard.release(blob.reference, in: domain)
        let row = try #require(try shard.rows(\.chunks).first)
        let location = try #require(ChunkLocation(decoding: row.value))
        await shard.close()
        try test.flip(1, at: location.offset + 50)
        let again = try await open()
        let scrub = try await again.scrub()
        #expect(scrub.findings.count == 1)
        #expect(try again.rows(\.quarantine).count == 1)
        clock.advance(by: Self.grace)
        #expect(try await again.collect(now: clock.now).chunkBytes == UInt64(size))
        #expect(try again.rows(\.quarantine).isEmpty && again.rows(\.chunks).isEmpty)
        await again.close()
    }

    @Test func `a closed shard collects nothing`() async throws {
        let shard = try await open()
        await shard.close()
        await #expect(throws: BlobStoreError.closed) { try await shard.collect(now: clock.now) }
        await #expect(throws: BlobStoreError.closed) { try await shard.sweep() }
        await #expect(throws: BlobStoreError.closed) { try await shard.purge(domain, dryRun: true) }
    }
}
