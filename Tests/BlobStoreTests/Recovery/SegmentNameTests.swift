import BlobModel
import FoundationEssentials
import Testing

@testable import BlobStore

struct SegmentNameTests {
    @Test func `a name of generation 0 is its number`() {
        #expect(SegmentName(number: 7).rawValue == 7)
        #expect(SegmentName(number: 7).description == "7")
    }

    @Test func `number and generation are apart`() {
        let name = SegmentName(number: SegmentName.maximumNumber, generation: 3)
        #expect(name.number == SegmentName.maximumNumber)
        #expect(name.generation == 3)
        #expect(SegmentName(rawValue: name.rawValue) == name)
        #expect(SegmentName(number: 2, generation: 9) < SegmentName(number: 3))
        #expect(SegmentName(number: 2) < SegmentName(number: 2, generation: 1))
    }

    @Test func `the header of a segment of uploads is that of version 1, byte for byte`() throws {
        let shard = try ShardID(validating: "shard-1")
        let bytes = SegmentHeader(shard: shard, number: 7, created: Date(timeIntervalSince1970: 1.5), salt: 5).encoded
        #expect(Array(bytes[8..<12]) == [0, 1, 0, 128])
        #expect(Array(bytes[16..<24]) == [0, 0, 0, 0, 0, 0, 0, 7])
        #expect(Array(bytes[32..<40]) == [0, 0, 0, 0, 0, 0, 0, 0])
        #expect(Array(bytes[112..<124]) == [UInt8](repeating: 0, count: 12))
    }

    @Test func `the header of an output says for which segments it stands`() throws {
        let shard = try ShardID(validating: "shard-1")
        let name = SegmentName(number: 7, generation: 2)
        let header = SegmentHeader(shard: shard, name: name, through: 9, created: Date(), salt: 5)
        let bytes = header.encoded
        #expect(Array(bytes[8..<12]) == [0, 2, 0, 128])
        #expect(Array(bytes[16..<24]) == [0, 0, 0, 0, 0, 0, 0, 7])
        #expect(Array(bytes[32..<40]) == [0, 0, 0, 0, 0, 0, 0, 2])
        #expect(Array(bytes[112..<120]) == [0, 0, 0, 0, 0, 0, 0, 9])
        #expect(try SegmentHeader(decoding: bytes) == header)
    }

    @Test func `fields that contradict each other are refused although the checksum matches`() throws {
        let shard = try ShardID(validating: "shard-1")
        let name = SegmentName(number: 7, generation: 2)
        let bytes = SegmentHeader(shard: shard, name: name, through: 9, created: Date(), salt: 5).encoded
        for (offset, value) in [(119, 6), (9, 1), (39, 0), (16, 1)] as [(Int, UInt8)] {
            var changed = bytes
            changed[offset] = value
            var writer = ByteWriter()
            writer.write(CRC32C.checksum(of: changed[..<124]))
            changed.replaceSubrange(124..<128, with: writer.bytes)
            #expect(throws: SegmentFault.malformed, "offset \(offset)") { try SegmentHeader(decoding: changed) }
        }
    }
}
