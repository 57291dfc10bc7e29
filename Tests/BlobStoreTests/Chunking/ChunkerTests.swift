import BlobModel
import BlobStoreTesting
import RandomTesting
import Testing

@testable import BlobStore

struct ChunkerTests {
    private static func chunker(domain: String = "home") throws -> Chunker {
        let secret = try ChunkingSecret(validating: [UInt8](0..<32))
        let gear = secret.gearTable(for: try DedupDomain(validating: domain))
        return Chunker(gear: gear, parameters: .standard)
    }

    private static func cut(_ bytes: [UInt8], pieces: Int, domain: String = "home") throws -> [[UInt8]] {
        let chunker = try chunker(domain: domain)
        var assembler = ChunkAssembler { chunker }
        var chunks: [[UInt8]] = []
        for start in stride(from: 0, to: bytes.count, by: pieces) {
            chunks += assembler.add(Array(bytes[start..<min(start + pieces, bytes.count)]))
        }
        if let last = assembler.finish() { chunks.append(last) }
        return chunks
    }

    @Test func `chunks are the bytes in order, of 16 to 256 KiB, about 64 KiB on average`() throws {
        var random = SeededGenerator(seed: 1)
        let bytes = random.bytes(8 << 20)
        let chunks = try Self.cut(bytes, pieces: 100_000)
        #expect(Array(chunks.joined()) == bytes)
        #expect(chunks.dropLast().allSatisfy { (16 << 10...256 << 10).contains($0.count) })
        let average = bytes.count / chunks.count
        #expect((45_000...95_000).contains(average), "the average is \(average)")
    }

    @Test(arguments: [1_000, 65_536, 65_537, 1_000_000])
    func `the cuts do not depend on the pieces`(_ pieces: Int) throws {
        var random = SeededGenerator(seed: 2)
        let bytes = random.bytes(1_500_000)
        #expect(try Self.cut(bytes, pieces: pieces) == Self.cut(bytes, pieces: bytes.count))
    }

    @Test(arguments: [0, 1, 16_384, 65_536])
    func `a blob of up to 64 KiB stays whole`(_ size: Int) throws {
        var random = SeededGenerator(seed: 3)
        let bytes = random.bytes(size)
        #expect(try Self.cut(bytes, pieces: 10_000) == [bytes])
    }

    @Test func `bytes that never cut are cut at 256 KiB`() throws {
        let chunks = try Self.cut([UInt8](repeating: 0, count: 1 << 20), pieces: 50_000)
        #expect(chunks.map(\.count) == [262_144, 262_144, 262_144, 262_144])
    }

    @Test func `an insertion changes few chunks`() throws {
        var random = SeededGenerator(seed: 4)
        let bytes = random.bytes(4 << 20)
        let edited = Array(bytes[..<1_000_000]) + [1, 2, 3] + Array(bytes[1_000_000...])
        let before = Set(try Self.cut(bytes, pieces: 65_536))
        let after = try Self.cut(edited, pieces: 65_536)
        #expect(after.count { !before.contains($0) } <= 3)
    }

    @Test func `another domain cuts elsewhere`() throws {
        var random = SeededGenerator(seed: 5)
        let bytes = random.bytes(2 << 20)
        let home = try Self.cut(bytes, pieces: 65_536).map(\.count)
        #expect(try home != Self.cut(bytes, pieces: 65_536, domain: "other").map(\.count))
    }

    @Test func `the cuts of format 1 stay where they are`() throws {
        var random = SeededGenerator(seed: 6)
        let lengths = try Self.cut(random.bytes(400_000), pieces: 65_536).map(\.count)
        #expect(lengths == [74_428, 110_487, 71_019, 144_066])
    }
}
