import BlobModel
import BlobStoreTesting
import RandomTesting
import Testing

@testable import BlobStore

/// Reads of few bytes, which are to cost one change to a reading thread.
struct SmallReadTests {
    private let test: TestShard
    private let domain: DedupDomain

    init() throws {
        test = try TestShard()
        domain = try DedupDomain(validating: "home")
    }

    private func turns(of shard: Shard, _ work: () async throws -> Void) async rethrows -> UInt {
        let before = shard.pool.runCount
        try await work()
        return shard.pool.runCount - before
    }

    @Test(arguments: [0, 1, 1_000, 200_000, 256 << 10])
    func `a small blob is described and read by one turn of the pool`(_ size: Int) async throws {
        var random = SeededGenerator(seed: 7)
        let shard = try await test.open()
        let blob = try await shard.put(random.bytes(size), in: domain)
        let content = ContentID(of: blob.bytes.span)
        let counted = try await turns(of: shard) {
            let contents = try await shard.contents(of: content, in: domain, upTo: 256 << 10)
            #expect(contents.description == BlobDescription(blob: content, size: UInt64(size)))
            #expect(contents.bytes == blob.bytes)
        }
        #expect(counted == 1)
        await shard.close()
    }

    @Test(arguments: [nil, 0..<1_000, 150_000..<200_000, 5..<5] as [Range<UInt64>?])
    func `a small stream is read by one turn of the pool`(_ range: Range<UInt64>?) async throws {
        var random = SeededGenerator(seed: 8)
        let shard = try await test.open()
        let blob = try await shard.put(random.bytes(200_000), in: domain)
        let wanted = range.map { Int($0.lowerBound)..<Int($0.upperBound) } ?? 0..<200_000
        let counted = try await turns(of: shard) {
            let stream = try await shard.read(ContentID(of: blob.bytes.span), in: domain, range: range)
            #expect(try await stream.collect(upTo: 200_000) == Array(blob.bytes[wanted]))
        }
        #expect(counted == 1)
        await shard.close()
    }

    @Test func `of a large blob nothing is read before somebody asks for it`() async throws {
        var random = SeededGenerator(seed: 9)
        let shard = try await test.open()
        let blob = try await shard.put(random.bytes(1 << 20), in: domain)
        let content = ContentID(of: blob.bytes.span)
        let contents = try await shard.contents(of: content, in: domain, upTo: (1 << 20) - 1)
        #expect(contents == BlobContents(description: BlobDescription(blob: content, size: 1 << 20), bytes: nil))
        let before = shard.pool.runCount
        let stream = try await shard.read(content, in: domain, range: nil)
        #expect(shard.pool.runCount == before + 1)
        #expect(try await stream.collect(upTo: 1 << 20) == blob.bytes)
        #expect(shard.pool.runCount >= before + 5, "A piece has 256 KiB at most.")
        await shard.close()
    }

    @Test func `a missing blob and a range outside the blob are refused`() async throws {
        let shard = try await test.open()
        let missing = ContentID(of: [1].span)
        await #expect(throws: BlobError.notFound(missing)) {
            try await shard.contents(of: missing, in: domain, upTo: 1)
        }
        let blob = try await shard.put([1, 2, 3], in: domain)
        await #expect(throws: BlobError.rangeNotSatisfiable(size: 3)) {
            try await shard.read(ContentID(of: blob.bytes.span), in: domain, range: 0..<4)
        }
        await shard.close()
    }

    @Test func `damage of a small blob is told before a byte is given`() async throws {
        var random = SeededGenerator(seed: 10)
        let shard = try await test.open()
        let content = ContentID(of: try await shard.put(random.bytes(1_000), in: domain).bytes.span)
        let place = try #require(try await shard.regions(of: content, in: domain).first)
        await shard.close()
        try test.flip(1, at: place.offset + 500)
        let again = try await test.open()
        await #expect(throws: BlobError.corrupt(content)) {
            try await again.contents(of: content, in: domain, upTo: 1_000)
        }
        // The whole chunk is checked, though the bytes that are wanted are the right ones.
        await #expect(throws: BlobError.corrupt(content)) { try await again.read(content, in: domain, range: 0..<10) }
        await again.close()
    }

    @Test func `what may be held is one piece of 256 KiB at most`() {
        let chunk = ContentID(of: [1].span)
        func slice(_ length: Int, _ wanted: Range<Int>? = nil) -> BlobSlice {
            BlobSlice(chunk: chunk, length: UInt32(length), wanted: wanted ?? 0..<length)
        }
        let piece = 256 << 10
        #expect(BlobSlice.isOnePiece([]))
        #expect(BlobSlice.isOnePiece([slice(piece)]))
        #expect(BlobSlice.isOnePiece([slice(piece / 2), slice(piece / 2)]))
        #expect(!BlobSlice.isOnePiece([slice(piece / 2), slice(piece / 2), slice(1)]))
        #expect(!BlobSlice.isOnePiece([slice(piece + 1)]))
        #expect(BlobSlice.isOnePiece([slice(piece + 1, 1..<10)]))
        #expect(!BlobSlice.isOnePiece([slice(piece, 0..<1), slice(piece, 0..<1)]))
    }
}
