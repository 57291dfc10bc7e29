import BlobModel
import RandomTesting
import Testing

struct ManifestTests {
    private static func sample(chunks count: Int) -> Manifest {
        let chunks = (0..<count).map { index in
            Manifest.Chunk(id: ContentID(of: [UInt8(truncatingIfNeeded: index)].span), length: UInt32(1_000 + index))
        }
        return Manifest(blob: ContentID(of: [7].span), chunks: chunks, chunking: .standard)
    }

    @Test(arguments: [1, 2, 500])
    func `a manifest survives its encoding`(_ count: Int) throws {
        let manifest = Self.sample(chunks: count)
        #expect(try Manifest(decoding: manifest.encoded()) == manifest)
        #expect(manifest.encoded().count == 68 + 36 * count)
    }

    @Test func `the encoding is that of Docs formats manifest`() throws {
        let bytes = Self.sample(chunks: 1).encoded()
        #expect(Array(bytes[0..<8]) == Array("AMan".utf8) + [0, 1, 0, 1])
        #expect(Array(bytes[8..<16]) == [0, 0, 0, 0, 0, 0, 3, 0xE8])
        #expect(Array(bytes[48..<68]) == [0, 0, 0x40, 0, 0, 1, 0, 0, 0, 4, 0, 0] + [0, 0, 0, 0, 0, 0, 0, 1])
    }

    @Test func `bytes cut anywhere are no manifest`() {
        let bytes = Self.sample(chunks: 3).encoded()
        for count in bytes.indices {
            #expect(throws: BlobModelError.self) { try Manifest(decoding: Array(bytes[..<count])) }
        }
        #expect(throws: BlobModelError.self) { try Manifest(decoding: bytes + [0]) }
    }

    @Test func `changed bytes are a manifest or refused, and never trap`() {
        var random = SeededGenerator(seed: 1)
        let bytes = Self.sample(chunks: 3).encoded()
        for _ in 0..<2_000 {
            var changed = bytes
            changed[Int.random(in: bytes.indices, using: &random)] = .random(in: 0...255, using: &random)
            _ = try? Manifest(decoding: changed)
        }
    }
}
