import BlobModel
import BlobStoreTesting
import DurableIO
import KeyValueIndex
import RandomTesting
import SystemPackage
import Testing

@testable import BlobStore

/// Rebuilds the index of a log that is damaged.
struct SalvageTests {
    private let test: TestShard
    private let domain: DedupDomain

    init() throws {
        test = try TestShard()
        domain = try DedupDomain(validating: "home")
    }

    private func open() async throws -> Shard {
        try await test.open { $0.segmentByteLimit = 10_000 }
    }

    /// Puts blobs of 3,000 bytes, three to a segment, and returns them with the places of their chunks.
    private func put(_ count: UInt64) async throws -> [(blob: PutBlob, chunk: ChunkLocation)] {
        let shard = try await open()
        var blobs: [(blob: PutBlob, chunk: ChunkLocation)] = []
        for number in 0..<count {
            var random = SeededGenerator(seed: number)
            let blob = try await shard.put(random.bytes(3_000), in: domain)
            let rows = try shard.rows(\.chunks)
            let name = ContentID(of: blob.bytes.span)
            let row = try #require(rows.first { Array($0.key[32...]) == name.bytes })
            blobs.append((blob, try #require(ChunkLocation(decoding: row.value))))
        }
        await shard.close()
        return blobs
    }

    @Test func `a damaged body is quarantined, reported, and healed by a later upload`() async throws {
        let blobs = try await put(8)
        let (blob, chunk) = blobs[1]
        try test.flip(Int(chunk.segment), at: chunk.offset + 5)
        try test.removeIndex()
        await #expect(throws: BlobStoreError.self) { try await open() }
        let report = try ShardRebuild(at: test.path).run()
        #expect(report.lost.isEmpty)
        let name = ContentID(of: blob.bytes.span)
        #expect(report.damaged.map(\.content) == [name])
        #expect(report.damaged.map(\.offset) == [chunk.offset])
        #expect(report.damaged.map(\.isManifest) == [false])
        let shard = try await open()
        for other in blobs where other.blob.reference != blob.reference {
            #expect(try await shard.bytes(of: other.blob) == other.blob.bytes)
        }
        await #expect(throws: BlobError.corrupt(name)) { try await shard.bytes(of: blob) }
        #expect(try await shard.put(blob.bytes, in: domain).bytes == blob.bytes)
        #expect(try await shard.bytes(of: blob) == blob.bytes, "the upload did not heal")
        #expect(try shard.rows(\.quarantine).isEmpty)
        await shard.close()
    }

    @Test func `what a later upload has healed is not told as damaged when the index is made again`() async throws {
        let blobs = try await put(8)
        let (blob, chunk) = blobs[1]
        try test.flip(Int(chunk.segment), at: chunk.offset + 5)
        try test.removeIndex()
        #expect(try !ShardRebuild(at: test.path).run().isWhole)
        let shard = try await open()
        try await shard.put(blob.bytes, in: domain)
        await shard.close()
        try test.removeIndex()
        let report = try ShardRebuild(at: test.path).run()
        #expect(report.isWhole && report.damaged.isEmpty)
        #expect(report.superseded.map(\.offset) == [chunk.offset])
        let again = try await open()
        #expect(try await again.bytes(of: blob) == blob.bytes)
        await again.close()
    }

    @Test func `a damaged body in the open segment is quarantined if a later batch follows, and torn if none does`()
        async throws
    {
        let blobs = try await put(2)
        try test.flip(1, at: blobs[0].chunk.offset)
        try test.removeIndex()
        #expect(try ShardRebuild(at: test.path).run().damaged.count == 1)
        try test.flip(1, at: blobs[0].chunk.offset)
        try test.flip(1, at: blobs[1].chunk.offset)
        let report = try ShardRebuild(at: test.path).run()
        #expect(report.damaged.isEmpty)
        #expect(report.tornBytes > 3_000)
        let shard = try await open()
        #expect(try await shard.bytes(of: blobs[0].blob) == blobs[0].blob.bytes)
        await #expect(throws: BlobError.referenceNotFound(blobs[1].blob.reference)) {
            try await shard.bytes(of: blobs[1].blob)
        }
        await shard.close()
    }

    @Test func `a damaged header is refused, and with salvage exactly what it had is lost`() async throws {
        let blobs = try await put(8)
        let chunk = blobs[1].chunk
        let header = chunk.offset - 128
        try test.flip(Int(chunk.segment), at: header + 30)
        #expect(throws: BlobStoreError.damagedSegment(chunk.segment, offset: header, .checksum)) {
            try ShardRebuild(at: test.path).run()
        }
        let report = try ShardRebuild(at: test.path, isSalvage: true).run()
        #expect(report.lost.count == 1)
        let lost = try #require(report.lost.first)
        #expect(lost.segment == chunk.segment)
        #expect(lost.offset == header)
        // The extent is lost; the reference that follows it in the same batch is not.
        #expect(lost.end == chunk.offset + 3_000)
        #expect(lost.firstRecord == chunk.sequence)
        #expect(lost.lastRecord == chunk.sequence)
        let shard = try await open()
        for (number, blob) in blobs.map(\.blob).enumerated() where number != 1 {
            #expect(try await shard.bytes(of: blob) == blob.bytes)
        }
        #expect(try await shard.blob(of: blobs[1].blob.reference, in: domain).size == 3_000)
        await shard.close()
    }

    @Test func `a segment whose own header is damaged is lost as a whole, and those after it are not`() async throws {
        let blobs = try await put(8)
        try test.flip(2, at: 20)
        #expect(throws: BlobStoreError.damagedSegment(2, offset: 0, .checksum)) {
            try ShardRebuild(at: test.path).run()
        }
        let report = try ShardRebuild(at: test.path, isSalvage: true).run()
        let inSecond = blobs.filter { $0.chunk.segment == 2 }
        #expect(report.lost.map(\.segment) == [2])
        #expect(report.lost.first?.firstRecord == inSecond.first?.chunk.sequence)
        #expect(report.lost.first?.lastRecord == inSecond.last.map { $0.chunk.sequence + 1 })
        let shard = try await open()
        for (blob, chunk) in blobs {
            if chunk.segment == 2 {
                await #expect(throws: BlobError.referenceNotFound(blob.reference)) { try await shard.bytes(of: blob) }
            } else {
                #expect(try await shard.bytes(of: blob) == blob.bytes)
            }
        }
        await shard.close()
    }

    @Test func `a sealed segment that lost its footer is salvaged`() async throws {
        let blobs = try await put(8)
        let first = try LocalFileSystem().contents(at: test.segment(1))
        try LocalFileSystem().replaceFile(at: test.segment(1), with: Array(first.dropLast(96)))
        #expect(throws: BlobStoreError.self) { try ShardRebuild(at: test.path).run() }
        let report = try ShardRebuild(at: test.path, isSalvage: true).run()
        #expect(report.lost.map(\.segment) == [1])
        let shard = try await open()
        for (blob, _) in blobs { #expect(try await shard.bytes(of: blob) == blob.bytes) }
        await shard.close()
    }
}
