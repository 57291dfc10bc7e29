import Compression
import Testing

struct CRC32Tests {
    @Test(arguments: [("", 0), ("123456789", 0xCBF4_3926), ("a", 0xE8B7_BE43)])
    func `the checksum is that of zip files`(text: String, expected: UInt32) {
        var checksum = CRC32()
        checksum.update(Array(text.utf8))
        #expect(checksum.value == expected)
    }

    @Test func `bytes may come in pieces, and empty pieces count nothing`() {
        var (whole, pieces) = (CRC32(), CRC32())
        whole.update(Array("Hello, world".utf8))
        for piece in ["Hel", "", "lo, world"] { pieces.update(Array(piece.utf8)) }
        #expect(whole == pieces)
    }
}
