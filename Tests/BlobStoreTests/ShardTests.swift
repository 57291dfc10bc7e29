import BlobModel
import BlobStore
import BlobStoreTesting
import DurableIO
import DurableIOTesting
import Logging
import RandomTesting
import SystemPackage
import Testing

struct ShardTests {
    private let test: TestShard
    private let domain: DedupDomain

    init() throws {
        test = try TestShard()
        domain = try DedupDomain(validating: "home")
    }

    @Test func `everything is there after closing and opening`() async throws {
        var random = SeededGenerator(seed: 1)
        let shard = try await test.open()
        let small = try await shard.put(random.bytes(1_000), in: domain)
        let large = try await shard.put(random.bytes(3_000_000), in: domain)
        let released = try await shard.put(random.bytes(100_000), in: domain)
        try await shard.release(released.reference, in: domain)
        await shard.close()
        let again = try await test.open { $0.mayCreate = false }
        #expect(try await again.bytes(of: small) == small.bytes)
        #expect(try await again.bytes(of: large) == large.bytes)
        await #expect(throws: BlobError.referenceNotFound(released.reference)) { try await again.bytes(of: released) }
        await again.close()
    }

    @Test func `a lost index is rebuilt from the log`() async throws {
        var random = SeededGenerator(seed: 2)
        let shard = try await test.open { $0.segmentByteLimit = 1 << 20 }
        var blobs: [PutBlob] = []
        for size in [0, 10, 70_000, 900_000, 2_500_000, 50_000] {
            blobs.append(try await shard.put(random.bytes(size), in: domain))
        }
        let released = try await shard.put(random.bytes(5_000), in: domain)
        try await shard.release(released.reference, in: domain)
        let before = try await shard.statistics()
        await shard.close()
        try test.removeIndex()
        let again = try await test.open()
        for blob in blobs { #expect(try await again.bytes(of: blob) == blob.bytes) }
        await #expect(throws: BlobError.referenceNotFound(released.reference)) { try await again.bytes(of: released) }
        let after = try await again.statistics()
        #expect(after.segments > 2)
        #expect(after.bytes == before.bytes && after.liveBytes == before.liveBytes)
        await again.close()
    }

    @Test func `a second opener is told that the shard is locked`() async throws {
        let shard = try await test.open()
        await #expect(throws: BlobStoreError.locked(test.path)) { try await test.open() }
        await shard.close()
        let again = try await test.open()
        await again.close()
    }

    @Test func `a closed shard says so`() async throws {
        let shard = try await test.open()
        let blob = try await shard.put([1], in: domain)
        await shard.close()
        await shard.close()
        await #expect(throws: BlobError.unavailable("\(BlobStoreError.closed)")) { try await shard.bytes(of: blob) }
        await #expect(throws: BlobError.unavailable("\(BlobStoreError.closed)")) { try await shard.put(blob) }
    }

    @Test func `a shard of another deployment is refused`() async throws {
        await (try test.open()).close()
        let foreign = ShardIdentity(shard: test.identity.shard, deployment: .random())
        await #expect(
            throws: BlobStoreError.identityMismatch(test.path, expected: foreign, found: test.identity)
        ) {
            try await Shard.open(
                at: test.path,
                identity: foreign,
                options: ShardOptions(chunkingSecret: test.secret),
                logger: .silent
            )
        }
    }

    @Test func `a directory without a shard becomes one only when that is allowed`() async throws {
        await #expect(throws: BlobStoreError.absent(test.path)) { try await test.open { $0.mayCreate = false } }
        let fileSystem = LocalFileSystem()
        try fileSystem.createDirectory(at: test.path)
        await #expect(throws: BlobStoreError.absent(test.path)) { try await test.open { $0.mayCreate = false } }
    }

    @Test func `segments without an identity are refused`() async throws {
        let shard = try await test.open()
        try await shard.put([1], in: domain)
        await shard.close()
        try LocalFileSystem().remove(at: test.path.appending("identity.json"))
        await #expect(throws: BlobStoreError.identityMissing(test.path)) { try await test.open() }
    }

    @Test func `an edited version adds a fraction of its bytes`() async throws {
        var random = SeededGenerator(seed: 3)
        let shard = try await test.open()
        var bytes = random.bytes(8 << 20)
        try await shard.put(bytes, in: domain)
        bytes.replaceSubrange(3_000_000..<3_000_100, with: random.bytes(300))
        let stored = try await shard.put(PutBlob(reference: .random(), domain: domain, bytes: bytes))
        #expect(stored.addedBytes < 700_000, "\(stored.addedBytes) bytes were added")
        await shard.close()
    }

    @Test func `regions are the bytes, and the chunks of one batch are neighbours`() async throws {
        var random = SeededGenerator(seed: 4)
        let shard = try await test.open()
        let blob = try await shard.put(random.bytes(4 << 20), in: domain)
        let content = ContentID(of: blob.bytes.span)
        for range in [0..<UInt64(4 << 20), 100_000..<3_000_001, 7..<8] {
            let regions = try await shard.regions(of: content, in: domain, range: range)
            let bytes = try regions.flatMap { try $0.file.read(at: $0.offset, count: Int($0.length)) }
            #expect(bytes == Array(blob.bytes[Int(range.lowerBound)..<Int(range.upperBound)]))
            #expect(regions.count <= 6, "\(regions.count) regions")
        }
        #expect(try await shard.regions(of: content, in: domain, range: 5..<5).isEmpty)
        await #expect(throws: BlobError.rangeNotSatisfiable(size: 4 << 20)) {
            try await shard.regions(of: content, in: domain, range: 0..<(4 << 20) + 1)
        }
        await shard.close()
    }

    @Test func `damaged bytes are never served`() async throws {
        var random = SeededGenerator(seed: 5)
        let shard = try await test.open()
        let blob = try await shard.put(random.bytes(200_000), in: domain)
        let content = ContentID(of: blob.bytes.span)
        let regions = try await shard.regions(of: content, in: domain)
        let place = try #require(regions.last)
        await shard.close()
        try test.flip(1, at: place.offset + place.length - 1)
        let again = try await test.open()
        await #expect(throws: BlobError.self) { try await again.bytes(of: blob) }
        #expect(
            try await again.read(content, in: domain, range: 0..<100).collect(upTo: 100) == Array(blob.bytes[..<100])
        )
        await again.close()
    }

    @Test func `segments are sealed at their limit and stay readable`() async throws {
        var random = SeededGenerator(seed: 6)
        let shard = try await test.open { $0.segmentByteLimit = 300_000 }
        var blobs: [PutBlob] = []
        for _ in 0..<8 { blobs.append(try await shard.put(random.bytes(120_000), in: domain)) }
        for blob in blobs { #expect(try await shard.bytes(of: blob) == blob.bytes) }
        #expect(try await shard.statistics().segments == 4)
        let first = try LocalFileSystem().contents(at: test.segment(1))
        #expect(Array(first.suffix(96).prefix(8)) == Array("ASegFoot".utf8))
        await shard.close()
    }

    @Test func `opening and closing leaves no descriptor open`() async throws {
        await #expect(processExitsWith: .success) {
            var counts: [Int] = []
            for _ in 0..<4 {
                let test = try TestShard()
                let shard = try await test.open { $0.segmentByteLimit = 100_000 }
                let domain = try DedupDomain(validating: "home")
                var random = SeededGenerator(seed: 1)
                let blob = try await shard.put(random.bytes(500_000), in: domain)
                #expect(try await shard.bytes(of: blob) == blob.bytes)
                await shard.close()
                counts.append(try LocalFileSystem().list(at: "/proc/self/fd").count)
            }
            // The first round opens what the process keeps, such as its event queue.
            #expect(Set(counts.dropFirst()).count == 1, "\(counts) descriptors after each round")
        }
    }
}
