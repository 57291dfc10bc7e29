import BlobModel
import Testing

@testable import BlobStore

struct ChunkEntryTests {
    private static let bytes: [UInt8] = [1, 2, 3]

    private static func matches(_ entry: ChunkEntry, _ bytes: [UInt8]) -> Bool { entry.matches(bytes.span) }

    @Test func `a plain entry describes the bytes whose content ID it names, and no others`() {
        let entry = ChunkEntry(id: ContentID(of: Self.bytes.span), length: 3)
        #expect(Self.matches(entry, Self.bytes))
        #expect(!Self.matches(entry, [1, 2, 4]))
        #expect(!Self.matches(entry, [1, 2]))
    }

    @Test func `an encrypted entry describes stored bytes by their checksum, without a key`() {
        let stored = [UInt8](0..<31)
        let entry = ChunkEntry(
            encrypted: ContentID(of: Self.bytes.span),
            length: 3,
            checksum: CRC32C.checksum(of: stored.span)
        )
        #expect(entry.storedLength == 31)
        #expect(Self.matches(entry, stored))
        var changed = stored
        changed[30] ^= 1
        #expect(!Self.matches(entry, changed))
    }

    @Test func `an entry survives its encoding, and one that contradicts itself is refused`() {
        let entries = [
            ChunkEntry(id: ContentID(of: Self.bytes.span), length: 3),
            ChunkEntry(encrypted: ContentID(of: Self.bytes.span), length: 3, checksum: 7),
        ]
        for entry in entries {
            var writer = ByteWriter()
            entry.encode(to: &writer)
            #expect(writer.bytes.count == ChunkEntry.byteCount)
            var reader = ByteReader(writer.bytes)
            #expect(ChunkEntry(decoding: &reader) == entry)
            // The lengths, the flags (compressed, quarantined), and the checksum of a plain entry.
            for (offset, change) in [(35, UInt8(1)), (39, 1), (43, 1), (40, 0x80)] {
                var changed = writer.bytes
                changed[offset] ^= change
                var reader = ByteReader(changed)
                #expect(ChunkEntry(decoding: &reader) == nil, "offset \(offset)")
            }
        }
    }
}
