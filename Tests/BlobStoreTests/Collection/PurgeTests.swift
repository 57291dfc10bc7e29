import BlobModel
import BlobStoreTesting
import RandomTesting
import Testing

@testable import BlobStore

struct PurgeTests {
    private let test: TestShard
    private let clock = TestClock()
    private let leaving: DedupDomain
    private let staying: DedupDomain

    init() throws {
        test = try TestShard()
        leaving = try DedupDomain(validating: "leaving")
        staying = try DedupDomain(validating: "staying")
    }

    private func open() async throws -> Shard {
        try await test.open { options in
            options.now = { [clock] in clock.now }
            options.maintenanceBytesPerSecond = 0
        }
    }

    /// Puts a large blob twice, a small one, and one that is released.
    private func fill(_ domain: DedupDomain, of shard: Shard) async throws -> [PutBlob] {
        var random = SeededGenerator(seed: 1)
        let large = try await shard.put(random.bytes(400_000), in: domain)
        let twin = try await shard.put(large.bytes, in: domain)
        let small = try await shard.put(random.bytes(1_000), in: domain)
        let released = try await shard.put(random.bytes(2_000), in: domain)
        try await shard.release(released.reference, in: domain)
        return [large, twin, small]
    }

    @Test func `a dry run counts and changes nothing`() async throws {
        let shard = try await open()
        let blobs = try await fill(leaving, of: shard)
        try await shard.submit(.advance(.random(), at: 0, [], expires: .max), in: leaving)
        let batches = try await shard.statistics().batches
        let report = try await shard.purge(leaving, dryRun: true)
        #expect(report.isDryRun && report.isComplete)
        #expect(report.references == 3 && report.blobs == 2 && report.sessions == 1)
        #expect(report.blobBytes == 401_000)
        #expect(report.storedBytes > 403_000 && report.storedBytes < 404_000)
        #expect(try await shard.statistics().batches == batches)
        for blob in blobs { #expect(try await shard.bytes(of: blob) == blob.bytes) }
        await shard.close()
    }

    @Test func `a purge ends the leases of uploads on what goes`() async throws {
        let shard = try await open()
        let (going, kept) = (CutBlob([[1], [2]]), CutBlob([[1], [3]]))
        let reference = ReferenceID.random()
        try await shard.put(going, as: reference, in: leaving)
        try await shard.put(kept, as: .random(), in: leaving)
        try await shard.submit(.release(reference), in: leaving)
        // An upload finds a chunk that is held, in a domain of which something is in its grace.
        try await shard.submit(.append([kept.chunks[0]]), in: leaving)
        #expect(try shard.names(\.unclaimed, of: leaving) == [going.id, kept.chunks[0].id])
        _ = try await shard.purge(leaving, dryRun: false)
        try await shard.collect(now: clock.now)
        #expect(try shard.rows(\.chunks, of: leaving).isEmpty)
        await shard.close()
    }

    @Test func `a purge takes everything of its domain and nothing of another`() async throws {
        let shard = try await open()
        let gone = try await fill(leaving, of: shard)
        let kept = try await fill(staying, of: shard)
        // What an upload that was never committed has left.
        try await shard.submit(.append([NamedChunk([7, 7, 7])]), in: leaving)
        let session = UploadSessionID.random()
        try await shard.submit(.advance(session, at: 0, [], expires: .max), in: leaving)
        try await shard.submit(.advance(session, at: 0, [NamedChunk([8, 8])], expires: .max), in: leaving)
        let report = try await shard.purge(leaving, dryRun: false)
        #expect(!report.isDryRun && report.isComplete && report.references == 3 && report.sessions == 1)
        #expect(try shard.rows(\.references, of: leaving).isEmpty && shard.rows(\.sessions, of: leaving).isEmpty)
        // No grace: the clock stands still.
        try await shard.collect(now: clock.now)
        for table in [\ShardIndex.chunks, \.manifests, \.members, \.claims, \.unclaimed, \.sessionChunks] {
            #expect(try shard.rows(table, of: leaving).isEmpty)
        }
        let bytes = gone[0].bytes
        let content = ContentID(of: bytes.span)
        await #expect(throws: BlobError.gone(content)) { try await shard.bytes(of: content, in: leaving) }
        for blob in kept { #expect(try await shard.bytes(of: blob) == blob.bytes) }
        #expect(try shard.rows(\.unclaimed, of: staying).count == 1, "the other domain's grace runs on")
        await shard.close()
    }

    @Test func `a purge may be repeated, and purges nothing then`() async throws {
        let shard = try await open()
        _ = try await fill(leaving, of: shard)
        _ = try await shard.purge(leaving, dryRun: false)
        let again = try await shard.purge(leaving, dryRun: false)
        #expect(again.references == 0 && again.blobs == 0 && again.isComplete)
        try await shard.collect(now: clock.now)
        let last = try await shard.purge(leaving, dryRun: false)
        #expect(last.chunks == 0 && last.storedBytes == 0)
        await shard.close()
    }

    @Test func `a purge is in the log: a rebuilt index does not bring the references back`() async throws {
        let shard = try await open()
        let gone = try await fill(leaving, of: shard)
        let kept = try await fill(staying, of: shard)
        _ = try await shard.purge(leaving, dryRun: false)
        await shard.close()
        try test.removeIndex()
        let again = try await open()
        for blob in gone {
            await #expect(throws: BlobError.referenceNotFound(blob.reference)) { try await again.bytes(of: blob) }
        }
        for blob in kept { #expect(try await again.bytes(of: blob) == blob.bytes) }
        await again.close()
    }

    @Test func `a purge releases more references than go to the writer at once`() async throws {
        let shard = try await open()
        let blob = CutBlob([[1, 2, 3]])
        let count = DomainPurge.operationsInFlight + 100
        try await withThrowingTaskGroup(of: Void.self) { [leaving] group in
            for _ in 0..<count { group.addTask { try await shard.put(blob, as: .random(), in: leaving) } }
            try await group.waitForAll()
        }
        let report = try await shard.purge(leaving, dryRun: false)
        #expect(report.references == count && report.blobs == 1 && report.blobBytes == 3)
        #expect(try shard.rows(\.references).isEmpty && shard.rows(\.claims).isEmpty)
        await shard.close()
    }

    @Test func `a domain that was never seen is purged of nothing`() async throws {
        let shard = try await open()
        let report = try await shard.purge(leaving, dryRun: false)
        #expect(report.references == 0 && report.chunks == 0 && report.isComplete)
        await shard.close()
    }
}
