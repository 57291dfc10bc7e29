import BlobModel
import BlobStore
import BlobStoreTesting
import DurableIO
import DurableIOTesting
import RandomTesting
import SystemPackage
import Testing

/// Damages the log in ways that a crash explains and in ways that none does.
struct DamageTests {
    private let test: TestShard
    private let domain: DedupDomain

    init() throws {
        test = try TestShard()
        domain = try DedupDomain(validating: "home")
    }

    /// Puts small blobs, each in a batch of its own, and returns where each batch begins and ends.
    private func put(_ count: Int) async throws -> (blobs: [PutBlob], ends: [UInt64]) {
        let shard = try await test.open()
        var blobs: [PutBlob] = []
        var ends: [UInt64] = [128]
        for number in 0..<count {
            var random = SeededGenerator(seed: UInt64(number))
            blobs.append(try await shard.put(random.bytes(3_000), in: domain))
            ends.append(try LocalFileSystem().openForReading(at: test.segment(1)).size())
        }
        await shard.close()
        return (blobs, ends)
    }

    @Test func `a log cut at any byte keeps the whole batches before`() async throws {
        let (blobs, ends) = try await put(3)
        let whole = try LocalFileSystem().contents(at: test.segment(1))
        for size in stride(from: Int(ends[1]), to: whole.count, by: 97) {
            try test.removeIndex()
            try LocalFileSystem().replaceFile(at: test.segment(1), with: Array(whole[..<size]))
            let shard = try await test.open()
            for (number, blob) in blobs.enumerated() {
                let isThere = (try? await shard.bytes(of: blob)) == blob.bytes
                #expect(isThere == (Int(ends[number + 1]) <= size), "blob \(number), cut at \(size)")
            }
            await shard.close()
            let left = try LocalFileSystem().openForReading(at: test.segment(1)).size()
            #expect(ends.contains(left), "\(left) bytes are left, cut at \(size)")
        }
    }

    @Test func `an intact header over a lost body is a torn tail and is not indexed`() async throws {
        let (blobs, ends) = try await put(2)
        try test.removeIndex()
        try test.flip(1, at: ends[1] + 200)
        let shard = try await test.open()
        #expect(try await shard.bytes(of: blobs[0]) == blobs[0].bytes)
        await #expect(throws: BlobError.referenceNotFound(blobs[1].reference)) { try await shard.bytes(of: blobs[1]) }
        let stored = try await shard.put(blobs[1])
        #expect(stored.addedBytes == 3_000, "the lost chunk was deduplicated against garbage")
        await shard.close()
    }

    @Test(arguments: [0, 4, 12, 20, 60, 77, 100, 2_000])
    func `damage before a valid later batch is refused and changes nothing`(_ offset: UInt64) async throws {
        let (_, ends) = try await put(4)
        try test.removeIndex()
        try test.flip(1, at: ends[1] + offset)
        let before = try LocalFileSystem().contents(at: test.segment(1))
        await #expect(
            throws: BlobStoreError.damagedSegment(1, offset: ends[1], .followedByLaterBatch(3))
        ) {
            try await test.open()
        }
        #expect(try LocalFileSystem().contents(at: test.segment(1)) == before)
    }

    @Test func `a log that lost bytes of which the index knows is refused`() async throws {
        let (_, ends) = try await put(2)
        let whole = try LocalFileSystem().contents(at: test.segment(1))
        try LocalFileSystem().replaceFile(at: test.segment(1), with: Array(whole.dropLast()))
        await #expect(throws: BlobStoreError.indexAheadOfLog(segment: 1, offset: ends[2])) { try await test.open() }
        try LocalFileSystem().remove(at: test.segment(1))
        await #expect(throws: BlobStoreError.indexAheadOfLog(segment: 1, offset: ends[2])) { try await test.open() }
    }

    @Test func `a segment of another shard or with a damaged header is refused`() async throws {
        _ = try await put(1)
        try test.removeIndex()
        let whole = try LocalFileSystem().contents(at: test.segment(1))
        try test.flip(1, at: 20)
        await #expect(throws: BlobStoreError.damagedSegment(1, offset: 0, .checksum)) { try await test.open() }
        try LocalFileSystem().replaceFile(at: test.segment(2), with: whole)
        try LocalFileSystem().replaceFile(at: test.segment(1), with: whole)
        await #expect(throws: BlobStoreError.self) { try await test.open() }
    }

    @Test func `a sealed segment without its footer is refused when another follows`() async throws {
        let shard = try await test.open { $0.segmentByteLimit = 4_000 }
        for number in 0..<3 {
            var random = SeededGenerator(seed: UInt64(number))
            try await shard.put(random.bytes(3_000), in: domain)
        }
        await shard.close()
        try test.removeIndex()
        let first = try LocalFileSystem().contents(at: test.segment(1))
        try LocalFileSystem().replaceFile(at: test.segment(1), with: Array(first.dropLast(96)))
        await #expect(
            throws: BlobStoreError.damagedSegment(1, offset: UInt64(first.count - 96), .missingFooter)
        ) {
            try await test.open()
        }
        try LocalFileSystem().replaceFile(at: test.segment(1), with: Array(first.dropLast(40)))
        await #expect(throws: BlobStoreError.damagedSegment(1, offset: UInt64(first.count - 96), .footer)) {
            try await test.open()
        }
    }

    @Test func `a last segment of which not even the header was finished is begun again`() async throws {
        let (blobs, _) = try await put(1)
        let file = try LocalFileSystem().openForAppending(at: test.segment(1))
        let footer = try await sealedFooter()
        try file.append(footer.span)
        try LocalFileSystem().createFile(at: test.segment(2)).append([65, 83].span)
        let shard = try await test.open()
        #expect(try await shard.bytes(of: blobs[0]) == blobs[0].bytes)
        let more = try await shard.put([1], in: domain)
        await shard.close()
        let again = try await test.open()
        #expect(try await again.bytes(of: more) == [1])
        #expect(try await again.statistics().segments == 2)
        await again.close()
    }

    /// Returns the footer that the first segment would get, by sealing a copy of the shard.
    private func sealedFooter() async throws -> [UInt8] {
        let copy = try TestShard()
        let fileSystem = LocalFileSystem()
        try fileSystem.createDirectory(at: copy.path)
        try fileSystem.createDirectory(at: copy.path.appending("segments"))
        for name in ["identity.json", "segments/0000000000000001.segment"] {
            let bytes = try fileSystem.contents(at: FilePath(test.path.string + "/" + name))
            try fileSystem.replaceFile(at: FilePath(copy.path.string + "/" + name), with: bytes)
        }
        let shard = try await copy.open { $0.segmentByteLimit = 1 }
        try await shard.put([1, 2], in: domain)
        await shard.close()
        return Array(try fileSystem.contents(at: copy.segment(1)).suffix(96))
    }
}
