import BlobModel
import BlobStore
import BlobStoreTesting
import DurableIO
import DurableIOTesting
import RandomTesting
import Synchronization
import Testing

struct ShardWritingTests {
    private let test: TestShard
    private let domain: DedupDomain

    init() throws {
        test = try TestShard()
        domain = try DedupDomain(validating: "home")
    }

    @Test func `a small blob costs one append and one synchronisation`() async throws {
        let fileSystem = FaultyFileSystem()
        let shard = try await test.open(on: fileSystem)
        try await shard.put([1], in: domain)
        let before = (fileSystem.count(of: .write), fileSystem.count(of: .synchronise))
        try await shard.put([UInt8](repeating: 2, count: 60_000), in: domain)
        #expect(fileSystem.count(of: .write) - before.0 == 1)
        #expect(fileSystem.count(of: .synchronise) - before.1 == 1)
        await shard.close()
    }

    @Test func `the same put again writes nothing`() async throws {
        let fileSystem = FaultyFileSystem()
        let shard = try await test.open(on: fileSystem)
        let blob = try await shard.put([UInt8](repeating: 2, count: 200_000), in: domain)
        let before = fileSystem.count(of: .write)
        #expect(try await shard.put(blob).wasPresent)
        #expect(fileSystem.count(of: .write) == before)
        await shard.close()
    }

    @Test func `a reference that is released while its body comes again has to be put once more`() async throws {
        let shard = try await test.open()
        let blob = try await shard.put([1, 2, 3], in: domain)
        let body = ReleasingBody(blob: blob, shard: shard)
        let error = await #expect(throws: BlobError.self) {
            try await shard.put(ByteStream(body), as: blob.reference, in: domain, limit: .max)
        }
        // The contract of the call knows no absence.
        #expect(error?.isAbsence == false && error?.isWorthRetrying == true)
        #expect(try await shard.put(blob).wasPresent == false)
        await shard.close()
    }

    @Test func `puts that wait share batches`() async throws {
        let shard = try await test.open()
        let domain = domain
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<256 as Range<UInt64> {
                group.addTask {
                    var random = SeededGenerator(seed: number)
                    try await shard.put(random.bytes(500), in: domain)
                }
            }
            try await group.waitForAll()
        }
        let statistics = try await shard.statistics()
        #expect(statistics.operations == 256)
        #expect(statistics.batches < 128, "\(statistics.batches) batches")
        #expect(statistics.synchronisations <= statistics.batches + 1)
        await shard.close()
    }

    @Test func `the same bytes put many times at once are stored once`() async throws {
        var random = SeededGenerator(seed: 7)
        let bytes = random.bytes(300_000)
        let shard = try await test.open()
        let domain = domain
        let added = try await withThrowingTaskGroup(of: UInt64.self) { group in
            for _ in 0..<32 {
                group.addTask {
                    try await shard.put(PutBlob(reference: .random(), domain: domain, bytes: bytes)).addedBytes
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(added == 300_000)
        await shard.close()
    }

    @Test func `a body is read a few MiB ahead of the disk at most`() async throws {
        let fileSystem = FaultyFileSystem()
        let shard = try await test.open(on: fileSystem)
        let body = MeteredBody(pieces: 512, pieceByteCount: 64 << 10, test: test)
        _ = try await shard.put(ByteStream(body), as: .random(), in: domain, limit: .max)
        #expect(body.lead.withLock { $0 } <= 5 << 20, "\(body.lead.withLock { $0 }) bytes ahead")
        await shard.close()
    }

    @Test func `a failed synchronisation stops all writes and no reads`() async throws {
        let fileSystem = FaultyFileSystem()
        let shard = try await test.open(on: fileSystem)
        let kept = try await shard.put([1, 2, 3], in: domain)
        fileSystem.fail(.synchronise(fileSystem.count(of: .synchronise) + 1), with: .inputOutput)
        let lost = PutBlob(reference: .random(), domain: domain, bytes: [4, 5, 6])
        await #expect(throws: BlobError.self) { try await shard.put(lost) }
        await #expect(throws: BlobError.self) { try await shard.put(lost) }
        await #expect(throws: BlobError.self) { try await shard.release(kept.reference, in: domain) }
        #expect(try await shard.bytes(of: kept) == kept.bytes)
        await #expect(throws: BlobError.referenceNotFound(lost.reference)) { try await shard.bytes(of: lost) }
        #expect(try await shard.statistics().writesStopped != nil)
        #expect(!shard.isWritable)
        await shard.close()
        let again = try await test.open()
        #expect(again.isWritable)
        try await again.put(lost)
        #expect(try await again.bytes(of: lost) == lost.bytes)
        await again.close()
    }

    @Test(arguments: [0, 1, 79, 200, 3_000])
    func `a full disk refuses puts until there is space again`(_ written: Int) async throws {
        let fileSystem = FaultyFileSystem()
        let shard = try await test.open(on: fileSystem)
        var random = SeededGenerator(seed: 8)
        let kept = try await shard.put(random.bytes(1_000), in: domain)
        fileSystem.failAll(.write, with: .noSpace(after: written))
        let refused = PutBlob(reference: .random(), domain: domain, bytes: random.bytes(10_000))
        for _ in 0..<2 {
            await #expect(throws: BlobError.insufficientSpace) { try await shard.put(refused) }
            #expect(try await shard.bytes(of: kept) == kept.bytes)
        }
        fileSystem.heal()
        try await shard.put(refused)
        await shard.close()
        try test.removeIndex()
        let again = try await test.open()
        #expect(try await again.bytes(of: kept) == kept.bytes)
        #expect(try await again.bytes(of: refused) == refused.bytes)
        await again.close()
    }

    @Test func `below the reserve puts are refused and releases go on`() async throws {
        let shard = try await test.open()
        let blob = try await shard.put([1, 2, 3], in: domain)
        await shard.close()
        let again = try await test.open { $0.reservedBytes = 1 << 60 }
        await #expect(throws: BlobError.insufficientSpace) { try await again.put([4], in: domain) }
        try await again.release(blob.reference, in: domain)
        await #expect(throws: BlobError.referenceNotFound(blob.reference)) { try await again.bytes(of: blob) }
        await again.close()
    }

    @Test func `a seal that cannot be made durable stops all writes, even when the disk is just full`() async throws {
        let fileSystem = FaultyFileSystem()
        var random = SeededGenerator(seed: 11)
        let shard = try await test.open(on: fileSystem) { $0.segmentByteLimit = 100_000 }
        let kept = try await shard.put(random.bytes(60_000), in: domain)
        let next = random.bytes(60_000)
        fileSystem.fail(.synchronise(fileSystem.count(of: .synchronise) + 1), with: .noSpace)
        await #expect(throws: BlobError.self) { try await shard.put(next, in: domain) }
        #expect(try await shard.statistics().writesStopped != nil)
        #expect(try await shard.bytes(of: kept) == kept.bytes)
        await shard.close()
    }

    @Test func `a disk that is full when a segment is begun leaves a shard that goes on`() async throws {
        let fileSystem = FaultyFileSystem()
        var random = SeededGenerator(seed: 9)
        let shard = try await test.open(on: fileSystem) { $0.segmentByteLimit = 100_000 }
        let first = try await shard.put(random.bytes(60_000), in: domain)
        let second = PutBlob(reference: .random(), domain: domain, bytes: random.bytes(60_000))
        for ahead in 1...2 {
            // The footer of the full segment, then the header of the next one.
            fileSystem.fail(.write(fileSystem.count(of: .write) + ahead), with: .noSpace(after: 10))
            await #expect(throws: BlobError.insufficientSpace) { try await shard.put(second) }
        }
        try await shard.put(second)
        #expect(try await shard.statistics().segments == 2)
        await shard.close()
        try test.removeIndex()
        let again = try await test.open()
        #expect(try await again.bytes(of: first) == first.bytes)
        #expect(try await again.bytes(of: second) == second.bytes)
        await again.close()
    }
}

/// A body at whose end its own reference is released by somebody else.
private struct ReleasingBody: AsyncSequence, AsyncIteratorProtocol, Sendable {
    let blob: PutBlob
    let shard: Shard
    var isGiven = false

    func makeAsyncIterator() -> ReleasingBody { self }

    mutating func next() async throws -> [UInt8]? {
        guard isGiven else {
            isGiven = true
            return blob.bytes
        }
        try await shard.release(blob.reference, in: blob.domain)
        return nil
    }
}

/// A body that notes by how much it is ahead of what stands in the first segment.
private struct MeteredBody: AsyncSequence, Sendable {
    let pieces: Int
    let pieceByteCount: Int
    let test: TestShard
    let lead = Lead()

    final class Lead: Sendable {
        private let most = Mutex(0)

        func withLock<Value: Sendable>(_ body: (inout sending Int) -> sending Value) -> Value { most.withLock(body) }
    }

    struct AsyncIterator: AsyncIteratorProtocol {
        let body: MeteredBody
        var random = SeededGenerator(seed: 10)
        var given = 0

        mutating func next() async throws -> [UInt8]? {
            guard given < body.pieces * body.pieceByteCount else { return nil }
            let written = (try? LocalFileSystem().openForReading(at: body.test.segment(1)).size()) ?? 0
            let lead = given - Int(written)
            body.lead.withLock { $0 = Swift.max($0, lead) }
            given += body.pieceByteCount
            return random.bytes(body.pieceByteCount)
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(body: self) }
}
