import BlobModel
import BlobStoreTesting
import DurableIO
import DurableIOTesting
import RandomTesting
import SystemPackage
import Testing

@testable import BlobStore

/// Judges tails that a crash leaves, and tails that somebody made.
struct TornTailTests {
    private let test: TestShard
    private let domain: DedupDomain

    init() throws {
        test = try TestShard()
        domain = try DedupDomain(validating: "home")
    }

    private func putOne() async throws -> (blob: PutBlob, end: UInt64) {
        let shard = try await test.open()
        let blob = try await shard.put([1, 2, 3], in: domain)
        await shard.close()
        return (blob, try LocalFileSystem().openForReading(at: test.segment(1)).size())
    }

    private func append(_ bytes: [UInt8]) throws {
        try LocalFileSystem().openForAppending(at: test.segment(1)).append(bytes.span)
    }

    /// A header that begins like the record of a later batch, with long details.
    private static func prologue(sequence: UInt64, batch: UInt64, details: UInt32) -> [UInt8] {
        var writer = ByteWriter(capacity: 80)
        writer.write(SegmentRecord.magic)
        writer.write([1, 1] as [UInt8])
        writer.write(UInt16(80))
        writer.write(sequence)
        writer.write(batch)
        writer.write([UInt8](repeating: 7, count: 32))
        writer.write(details)
        writer.write(UInt32(0))
        writer.write(UInt64(0))
        writer.write(UInt32(0))
        writer.write(UInt32(0))
        return writer.bytes
    }

    @Test func `a tail full of what begins like records but cannot be any is judged by few reads`() async throws {
        let (blob, _) = try await putOne()
        // Numbers too low, too high, and headers that leave the file.
        var tail: [UInt8] = []
        for number in 0..<20_000 as Range<UInt64> {
            let numbers: [(UInt64, UInt64)] = [(1, 9), (9, 1), (.max / 2, 9), (9, .max / 2)]
            let (sequence, batch) = numbers[Int(number % 4)]
            tail += Self.prologue(sequence: sequence, batch: batch, details: 1 << 20)
        }
        try append(tail)
        // Reads are counted, of which one for each of the 20,000 would be too many; time would say less.
        let fileSystem = FaultyFileSystem()
        let shard = try await test.open(on: fileSystem)
        #expect(try await shard.bytes(of: blob) == blob.bytes)
        #expect(fileSystem.count(of: .read) < 200)
        await shard.close()
    }

    @Test func `a tail that is crafted to be searched for ever is given up and refused`() async throws {
        let (_, end) = try await putOne()
        var tail: [UInt8] = []
        for number in 0..<1_200 as Range<UInt64> {
            tail += Self.prologue(sequence: 4 + number / 2, batch: 4 + number / 2, details: 1 << 17)
        }
        tail += [UInt8](repeating: 0, count: 1 << 18)
        try append(tail)
        try test.removeIndex()
        await #expect(throws: BlobStoreError.damagedSegment(1, offset: end, .undecided)) { try await test.open() }
    }

    @Test func `a footer behind a damaged last batch proves that it is no torn tail`() async throws {
        let shard = try await test.open { $0.segmentByteLimit = 4_000 }
        for seed in 0..<2 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            try await shard.put(random.bytes(3_000), in: domain)
        }
        await shard.close()
        // As a crash leaves it between the footer and the next segment, and then a disk that loses bytes.
        try LocalFileSystem().remove(at: test.segment(2))
        try test.removeIndex()
        try test.flip(1, at: 128 + 128 + 50)
        await #expect(throws: BlobStoreError.damagedSegment(1, offset: 128, .followedByFooter)) {
            try await test.open()
        }
    }

    @Test func `a footer alone behind whole records is the end of a sealed segment`() async throws {
        let shard = try await test.open { $0.segmentByteLimit = 4_000 }
        var blobs: [PutBlob] = []
        for seed in 0..<2 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            blobs.append(try await shard.put(random.bytes(3_000), in: domain))
        }
        await shard.close()
        try LocalFileSystem().remove(at: test.segment(2))
        try test.removeIndex()
        let again = try await test.open()
        #expect(try await again.bytes(of: blobs[0]) == blobs[0].bytes)
        try await again.put(blobs[1])
        #expect(try await again.bytes(of: blobs[1]) == blobs[1].bytes)
        await again.close()
    }
}
