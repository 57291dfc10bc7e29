import BlobModel
import BlobStoreTesting
import FoundationEssentials
import RandomTesting
import Testing

@testable import BlobStore

struct SegmentRecordTests {
    private static let salt: UInt64 = 0x0123_4567_89AB_CDEF

    private static var samples: [SegmentRecord] {
        get throws {
            let blob = BlobDescription(blob: ContentID(of: [1].span), size: 300_000)
            let reference = try ReferenceID(validating: "abcdefghijklmnopqrstuvwxya")
            let session = try UploadSessionID(validating: "bbcdefghijklmnopqrstuvwxya")
            let chunks = (0..<3).map { Manifest.Chunk(id: ContentID(of: [$0].span), length: UInt32($0)) }
            let contents: [SegmentRecord.Content] = [
                .chunks([ChunkEntry(id: ContentID(of: [2].span), length: 65_536)]),
                .chunks((0..<40).map { ChunkEntry(id: ContentID(of: [$0].span), length: UInt32($0)) }),
                .manifest(blob: blob, digest: ContentID(of: [3].span), byteCount: 140),
                .sessionAdvanced(session, SessionAdvance(opened: 0, offset: 0, expires: 1_000, chunks: [])),
                .sessionAdvanced(session, SessionAdvance(opened: 20, offset: 9, expires: 2_000, chunks: chunks)),
                .sessionEnded(session, opened: 20),
                .referenceAdded(reference, blob),
                .referenceReleased(reference, blob.blob),
            ]
            return contents.enumerated().map { index, content in
                SegmentRecord(
                    sequence: 17 + UInt64(index),
                    batch: 5,
                    endsBatch: index == 7,
                    domainKey: ContentID(of: [4].span),
                    content: content
                )
            }
        }
    }

    @Test func `every kind of record survives its encoding`() throws {
        for record in try Self.samples {
            let bytes = record.encodedHeader(salt: Self.salt)
            #expect(try SegmentRecord(decoding: bytes[...], salt: Self.salt) == record)
            #expect(try SegmentRecord(decoding: (bytes + [9, 9])[...], salt: Self.salt) == record)
        }
    }

    @Test func `the encoding is that of Docs formats segment`() throws {
        let record = try #require(try Self.samples.last)
        let bytes = record.encodedHeader(salt: Self.salt)
        #expect(bytes.count == 80 + 48)
        #expect(Array(bytes[0..<8]) == Array("ARec".utf8) + [4, 1, 0, 80])
        #expect(Array(bytes[8..<24]) == [0, 0, 0, 0, 0, 0, 0, 24, 0, 0, 0, 0, 0, 0, 0, 5])
        #expect(Array(bytes[24..<56]) == ContentID(of: [4].span).bytes)
        #expect(Array(bytes[56..<76]) == [0, 0, 0, 48] + [UInt8](repeating: 0, count: 16))
        #expect(Array(bytes[80..<96]) == (try ReferenceID(validating: "abcdefghijklmnopqrstuvwxya")).bytes)
    }

    @Test func `any changed bit is noticed`() throws {
        for record in try Self.samples {
            let bytes = record.encodedHeader(salt: Self.salt)
            for bit in 0..<bytes.count * 8 {
                var changed = bytes
                changed[bit / 8] ^= 1 << UInt8(bit % 8)
                #expect(throws: SegmentFault.self) { try SegmentRecord(decoding: changed[...], salt: Self.salt) }
            }
        }
    }

    @Test func `a record cut anywhere is refused`() throws {
        for record in try Self.samples {
            let bytes = record.encodedHeader(salt: Self.salt)
            for count in bytes.indices {
                #expect(throws: SegmentFault.cut) { try SegmentRecord(decoding: bytes[..<count], salt: Self.salt) }
            }
        }
    }

    @Test func `a record of another segment's salt is refused`() throws {
        let bytes = try #require(try Self.samples.first).encodedHeader(salt: Self.salt)
        #expect(throws: SegmentFault.checksum) { try SegmentRecord(decoding: bytes[...], salt: Self.salt + 1) }
    }

    @Test(arguments: [5, 60, 63, 72])
    func `a record that says more than this version knows is another version's, and no damage`(_ offset: Int) throws {
        for record in try Self.samples {
            // The bytes at 60 are the number of the domain's key, which the record of a manifest may have.
            if case .manifest = record.content, 60..<64 ~= offset { continue }
            var bytes = record.encodedHeader(salt: Self.salt)
            bytes[offset] |= 2
            let checksum = SegmentRecord.checksum(of: bytes[..<76], details: bytes[80...], salt: Self.salt)
            var writer = ByteWriter()
            writer.write(checksum)
            bytes.replaceSubrange(76..<80, with: writer.bytes)
            #expect(throws: SegmentFault.unsupported) { try SegmentRecord(decoding: bytes[...], salt: Self.salt) }
        }
    }

    @Test func `random bytes are refused and never trap`() {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<2_000 {
            var bytes = random.bytes(200)
            bytes.replaceSubrange(0..<4, with: SegmentRecord.magic)
            bytes.replaceSubrange(6..<8, with: [0, 80])
            #expect(throws: SegmentFault.self) { try SegmentRecord(decoding: bytes[...], salt: Self.salt) }
        }
    }

    @Test func `a header survives its encoding and names what is wrong with another`() throws {
        let shard = try ShardID(validating: "shard-1")
        let header = SegmentHeader(shard: shard, number: 7, created: Date(timeIntervalSince1970: 1.5))
        let bytes = header.encoded
        #expect(bytes.count == 128)
        #expect(try SegmentHeader(decoding: bytes) == header)
        #expect(header.created == 1_500)
        #expect(throws: SegmentFault.cut) { try SegmentHeader(decoding: Array(bytes.dropLast())) }
        var changed = bytes
        changed[9] = 3
        #expect(throws: SegmentFault.version(3)) { try SegmentHeader(decoding: changed) }
        changed = bytes
        changed[20] ^= 1
        #expect(throws: SegmentFault.checksum) { try SegmentHeader(decoding: changed) }
        #expect(throws: SegmentFault.magic) { try SegmentHeader(decoding: [UInt8](repeating: 0, count: 128)) }
    }

    @Test func `a footer matches its position alone`() throws {
        let shard = try ShardID(validating: "shard-1")
        var position = LogPosition(header: SegmentHeader(shard: shard, number: 7, created: Date()))
        let record = try #require(try Self.samples.first)
        position.pass(record, header: record.encodedHeader(salt: 1))
        let bytes = SegmentFooter(position: position).encoded
        #expect(bytes.count == 96)
        let footer = try #require(SegmentFooter(decoding: bytes, segment: position.segment))
        #expect(footer.end(of: position, isCompacted: false) == position)
        #expect(LogPosition(decoding: position.encoded) == position)
        position.records += 1
        #expect(footer.end(of: position, isCompacted: false) == nil)
        #expect(footer.end(of: position, isCompacted: true) == nil)
    }
}
