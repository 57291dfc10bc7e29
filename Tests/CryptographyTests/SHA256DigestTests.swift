import Cryptography
import RandomTesting
import Testing

struct SHA256DigestTests {
    @Test func `bytes and digits survive the round trip`() throws {
        let bytes = (0..<32).map { UInt8($0 * 8 + 1) }
        let digest = try #require(SHA256Digest(bytes: bytes))
        #expect(digest.bytes == bytes)
        #expect(SHA256Digest(hexadecimal: digest.hexadecimal) == digest)
        #expect("\(digest)" == digest.hexadecimal)
    }

    @Test(arguments: [0, 31, 33])
    func `a digest has exactly 32 bytes`(count: Int) {
        #expect(SHA256Digest(bytes: [UInt8](repeating: 0, count: count)) == nil)
    }

    @Test func `digests are ordered as their bytes are`() throws {
        let seed: UInt64 = 7
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let (left, right) = (generator.bytes(32), generator.bytes(32))
            let digests = (try #require(SHA256Digest(bytes: left)), try #require(SHA256Digest(bytes: right)))
            #expect((digests.0 < digests.1) == left.lexicographicallyPrecedes(right), "seed \(seed)")
        }
        let low = try #require(SHA256Digest(bytes: [UInt8](repeating: 0, count: 31) + [1]))
        let high = try #require(SHA256Digest(bytes: [UInt8](repeating: 0, count: 31) + [2]))
        #expect(low < high)
        #expect(!(low < low))
    }
}
