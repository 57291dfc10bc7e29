import BlobModel
import BlobStoreTesting
import DurableIO
import RandomTesting
import SystemPackage
import Testing

@testable import BlobStore

/// What somebody learns, and can do, who has the shard's directory and no key.
struct SecrecyTests {
    private let test: TestShard
    private let domain: DedupDomain
    private let ring = MasterKeyRing(current: .random())

    init() throws {
        test = try TestShard()
        domain = try DedupDomain(validating: "home")
    }

    private func open() async throws -> Shard { try await test.open { $0.masterKeys = ring } }

    /// Returns the bytes of all files of the shard.
    private func files() throws -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for folder in try LocalFileSystem().list(at: test.path) where ["segments", "index", "keys"].contains(folder) {
            let path = test.path.appending(folder)
            for name in try LocalFileSystem().list(at: path) {
                files["\(folder)/\(name)"] = try LocalFileSystem().contents(at: path.appending(name))
            }
        }
        return files
    }

    /// Returns the content IDs of a blob and of its chunks.
    private func contentIDs(of bytes: [UInt8]) throws -> [ContentID] {
        var assembler = ChunkAssembler { Chunker(gear: test.secret.gearTable(for: domain), parameters: .standard) }
        let chunks = assembler.add(bytes) + (assembler.finish().map { [$0] } ?? [])
        return [ContentID(of: bytes.span)] + chunks.map { ContentID(of: $0.span) }
    }

    @Test(arguments: [true, false])
    func `no file has plaintext or the digest of any content`(_ isEncrypted: Bool) async throws {
        var random = SeededGenerator(seed: 1)
        let large = random.bytes(600_000)
        let small = Array("The minutes of the secret meeting.".utf8)
        let shard = isEncrypted ? try await open() : try await test.open()
        for bytes in [large, small] { try await shard.put(bytes, in: domain) }
        await shard.close()
        let files = try files()
        let ids = try contentIDs(of: large) + contentIDs(of: small)
        #expect(ids.count > 5)
        let telling = ids.map(\.bytes) + [small, Array(large[300_000..<300_032]), Array(large[..<32])]
        let found = telling.filter { wanted in files.values.contains { $0.contains(sequence: wanted) } }
        // The plain shard shows that the search would find them.
        #expect(found.count == (isEncrypted ? 0 : telling.count))
    }

    @Test func `a bit changed anywhere in a stored chunk is noticed`() async throws {
        let shard = try await open()
        let blob = try await shard.put([UInt8](repeating: 7, count: 12), in: domain)
        let place = try location(of: blob.bytes, in: shard)
        await shard.close()
        #expect(place.storedLength == 40)
        for offset in place.offset..<place.offset + 40 {
            try test.flip(1, at: offset)
            let again = try await open()
            await #expect(throws: BlobError.self, "at \(offset)") { try await again.bytes(of: blob) }
            await again.close()
            try test.flip(1, at: offset)
        }
        let again = try await open()
        #expect(try await again.bytes(of: blob) == blob.bytes)
        await again.close()
    }

    @Test func `stored chunks that change places are noticed`() async throws {
        let shard = try await open()
        let blobs = [
            try await shard.put([UInt8](repeating: 1, count: 30), in: domain),
            try await shard.put([UInt8](repeating: 2, count: 30), in: domain),
        ]
        let places = try blobs.map { try location(of: $0.bytes, in: shard) }
        await shard.close()
        var bytes = try LocalFileSystem().contents(at: test.segment(1))
        let ranges = places.map { Int($0.offset)..<Int($0.offset) + Int($0.storedLength) }
        let bodies = ranges.map { Array(bytes[$0]) }
        bytes.replaceSubrange(ranges[0], with: bodies[1])
        bytes.replaceSubrange(ranges[1], with: bodies[0])
        try LocalFileSystem().replaceFile(at: test.segment(1), with: bytes)
        let again = try await open()
        for blob in blobs {
            let content = ContentID(of: blob.bytes.span)
            await #expect(throws: BlobError.self) { try await again.read(content, in: domain, range: nil) }
        }
        await again.close()
    }

    @Test func `the checksum of what is stored can be checked without a key`() async throws {
        let shard = try await open()
        try await shard.put([UInt8](repeating: 9, count: 300_000), in: domain)
        await shard.close()
        let segments = SegmentDirectory(path: test.path.appending("segments"), fileSystem: LocalFileSystem())
        var scanner = SegmentScanner(try SegmentReader.open(1, in: segments, shard: test.identity.shard))
        var offset = UInt64(SegmentHeader.byteCount)
        var bodies = 0
        while offset < scanner.reader.byteCount {
            let item = try scanner.record(at: offset).get()
            let body = offset + UInt64(item.header.count)
            #expect(try scanner.damagedParts(of: item.record, at: body) == [])
            #expect(item.record.keyNumber == (item.record.bodyByteCount == 0 ? 0 : 1))
            bodies += item.record.bodyByteCount == 0 ? 0 : 1
            offset = body + item.record.bodyByteCount
        }
        #expect(bodies >= 2)
    }

    private func location(of bytes: [UInt8], in shard: Shard) throws -> ChunkLocation {
        let reader = try shard.openParts().reader
        let name = try #require(
            try reader.opener.names(of: ContentID(of: bytes.span), domainKey: domain.key).first
        )
        return try reader.index.read { (txn) throws(BlobStoreError) in
            guard let location = try reader.index.chunk(name, domainKey: domain.key, txn) else {
                throw .chunkMissing(name)
            }
            return location
        }
    }
}
