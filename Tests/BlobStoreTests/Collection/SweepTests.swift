import BlobModel
import BlobStoreTesting
import RandomTesting
import Testing

@testable import BlobStore

struct SweepTests {
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

    @Test func `what an aborted upload leaves is collected after a sweep and the grace`() async throws {
        var random = SeededGenerator(seed: 1)
        let shard = try await open()
        let body = FailingBody(bytes: random.bytes(3 << 20))
        await #expect(throws: BlobError.self) {
            try await shard.put(ByteStream(body), as: .random(), in: domain, limit: .max)
        }
        let left = try shard.rows(\.chunks).count
        #expect(left > 0)
        clock.advance(by: 10 * Self.grace)
        #expect(try await shard.collect(now: clock.now).chunks == 0, "nobody has said that nobody holds them")
        #expect(try await shard.sweep().chunks == left)
        #expect(try await shard.collect(now: clock.now).chunks == 0, "the grace has just begun")
        clock.advance(by: Self.grace)
        #expect(try await shard.collect(now: clock.now).chunks == left)
        await shard.close()
    }

    @Test func `a sweep finds nothing where everything is held or in its grace`() async throws {
        var random = SeededGenerator(seed: 2)
        let shard = try await open()
        try await shard.put(random.bytes(10), in: domain)
        try await shard.put(random.bytes(500_000), in: domain)
        let released = try await shard.put(random.bytes(100), in: domain)
        try await shard.release(released.reference, in: domain)
        var expected = SweepReport()
        expected.isComplete = true
        #expect(try await shard.sweep() == expected)
        #expect(try shard.rows(\.unclaimed).count == 1)
        await shard.close()
    }

    @Test func `a sweep does not begin a grace that runs again`() async throws {
        var random = SeededGenerator(seed: 3)
        let shard = try await open()
        try await shard.submit(.append([NamedChunk(random.bytes(100))]), in: domain)
        #expect(try await shard.sweep().chunks == 1)
        clock.advance(by: Self.grace - 1)
        #expect(try await shard.sweep().chunks == 0)
        clock.advance(by: 1)
        #expect(try await shard.collect(now: clock.now).chunks == 1)
        await shard.close()
    }

    @Test func `an upload that goes on while it is swept keeps its chunks`() async throws {
        var random = SeededGenerator(seed: 4)
        let shard = try await open()
        let blob = CutBlob(count: 3, &random)
        try await shard.submit(.append(blob.chunks), in: domain)
        #expect(try await shard.sweep().chunks == 3)
        clock.advance(by: Self.grace - 1)
        try await shard.collect(now: clock.now)
        try await shard.submit(.commit([], manifest: blob.manifest, reference: .random()), in: domain)
        clock.advance(by: Self.grace)
        #expect(try await shard.collect(now: clock.now).revived == 3)
        #expect(try await shard.bytes(of: blob.id, in: domain) == blob.bytes)
        await shard.close()
    }

    @Test func `a sweep walks through many pages`() async throws {
        var random = SeededGenerator(seed: 5)
        let shard = try await open()
        let blob = CutBlob(count: 2 * TableWalk.pageLength + 1, &random)
        try await shard.put(blob, as: .random(), in: domain)
        let orphans = (0..<TableWalk.pageLength + 500).map { _ in NamedChunk(random.bytes(20)) }
        try await shard.submit(.append(orphans), in: domain)
        #expect(try await shard.sweep().chunks == orphans.count)
        #expect(try shard.names(\.unclaimed, of: domain) == Set(orphans.map(\.id)))
        await shard.close()
    }

    @Test func `a cancelled sweep says that it is not complete`() async throws {
        var random = SeededGenerator(seed: 6)
        let shard = try await open()
        try await shard.put(CutBlob(count: 3, &random), as: .random(), in: domain)
        let attempt = await cancelled { try await shard.sweep() }
        #expect(try !attempt.get().isComplete)
        await shard.close()
    }
}

/// A body that fails when its bytes have come.
private struct FailingBody: AsyncSequence, Sendable {
    let bytes: [UInt8]

    struct Cut: Error {}

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(bytes: bytes) }

    struct AsyncIterator: AsyncIteratorProtocol {
        let bytes: [UInt8]
        var offset = 0

        mutating func next() async throws -> [UInt8]? {
            guard offset < bytes.count else { throw Cut() }
            defer { offset += 100_000 }
            return Array(bytes[offset..<Swift.min(offset + 100_000, bytes.count)])
        }
    }
}
