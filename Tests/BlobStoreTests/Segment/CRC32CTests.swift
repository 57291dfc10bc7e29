import Testing

@testable import BlobStore

struct CRC32CTests {
    @Test func `RFC 3720 §B.4 the examples have their checksums`() {
        #expect(CRC32C.checksum(of: [UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
        #expect(CRC32C.checksum(of: [UInt8](repeating: 0xFF, count: 32)) == 0x62A8_AB43)
        #expect(CRC32C.checksum(of: [UInt8](0..<32)) == 0x46DD_794E)
        #expect(CRC32C.checksum(of: (0..<32).reversed().map { UInt8($0) }) == 0x113F_DB5C)
    }

    @Test func `bytes added in parts have the checksum of the whole`() {
        let bytes = [UInt8](0...255)
        var checksum = CRC32C()
        checksum.update(bytes[..<100])
        checksum.update(bytes[100...])
        #expect(checksum.value == CRC32C.checksum(of: bytes))
    }

    @Test(arguments: 0...40)
    func `bytes that lie together have the same checksum, however many there are`(_ count: Int) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 11) }
        let together = CRC32C.checksum(of: bytes.span)
        #expect(together == CRC32C.checksum(of: bytes[...]))
    }
}
