import Testing

@testable import BlobStore

struct MasterMarkTests {
    private let mark = MasterMark(master: MasterKeyID(rawValue: 0x0102_0304_0506_0708))

    @Test func `the bytes are those of the format's page`() {
        #expect(mark.encoded.prefix(12).elementsEqual(Array("AMastKey".utf8) + [0, 1, 0, 24]))
        #expect(Array(mark.encoded[12..<20]) == [1, 2, 3, 4, 5, 6, 7, 8])
        #expect(mark.encoded.count == 24)
    }

    @Test func `a mark survives the round trip, and any change is noticed`() throws {
        #expect(try MasterMark(decoding: mark.encoded) == mark)
        for position in mark.encoded.indices {
            var changed = mark.encoded
            changed[position] ^= 1
            #expect(throws: KeyFault.self) { try MasterMark(decoding: changed) }
            #expect(throws: KeyFault.self) { try MasterMark(decoding: Array(mark.encoded.prefix(position))) }
        }
        #expect(throws: KeyFault.malformed) { try MasterMark(decoding: mark.encoded + [0]) }
    }
}
