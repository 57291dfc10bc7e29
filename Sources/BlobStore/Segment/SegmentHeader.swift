import BlobModel
import FoundationEssentials

/// The first 128 bytes of a segment (`Docs/formats/segment.md`, version 1).
struct SegmentHeader: Hashable, Sendable {
    /// The number of bytes in a header.
    static let byteCount = 128

    private static let magic = Array("ASegment".utf8)
    private static let version: UInt16 = 1
    private static let shardRoom = 63

    /// The shard that the segment belongs to.
    let shard: ShardID

    /// The segment's number, from 1.
    let number: UInt64

    /// When the segment was made, in milliseconds since 1970.
    let created: UInt64

    /// How often the records were rewritten; 0 for a segment that was written by uploads.
    let generation: UInt64

    /// Random bytes that enter the checksum of every record.
    ///
    /// They keep an uploaded file from containing something that passes for a record.
    let salt: UInt64

    /// Makes the header of a new segment.
    init(shard: ShardID, number: UInt64, created: Date, salt: UInt64 = .random(in: .min ... .max)) {
        self.shard = shard
        self.number = number
        self.created = UInt64(max(0, created.timeIntervalSince1970 * 1_000))
        generation = 0
        self.salt = salt
    }

    /// The header's 128 bytes.
    var encoded: [UInt8] {
        var writer = ByteWriter(capacity: Self.byteCount)
        writer.write(Self.magic)
        writer.write(Self.version)
        writer.write(UInt16(Self.byteCount))
        writer.write(UInt32(0))
        writer.write(number)
        writer.write(created)
        writer.write(generation)
        writer.write(salt)
        writer.write(UInt8(shard.text.utf8.count))
        writer.write(shard.text.utf8)
        writer.pad(to: Self.byteCount - 4)
        writer.write(CRC32C.checksum(of: writer.bytes))
        return writer.bytes
    }

    /// Makes a header from the first bytes of a file.
    ///
    /// - Throws: The fault that keeps the bytes from being the header of a segment that this version can read.
    init(decoding bytes: [UInt8]) throws(SegmentFault) {
        guard bytes.count >= Self.byteCount else { throw .cut }
        var reader = ByteReader(bytes[..<Self.byteCount])
        guard let magic = reader.bytes(8), Array(magic) == Self.magic else { throw .magic }
        guard let version = reader.integer(UInt16.self) else { throw .cut }
        guard version == Self.version else { throw .version(version) }
        let checked = bytes[..<(Self.byteCount - 4)]
        var trailer = ByteReader(bytes[(Self.byteCount - 4)..<Self.byteCount])
        guard trailer.integer(UInt32.self) == CRC32C.checksum(of: checked) else { throw .checksum }
        guard reader.bytes(6) != nil, let number = reader.integer(UInt64.self),
            let created = reader.integer(UInt64.self), let generation = reader.integer(UInt64.self),
            let salt = reader.integer(UInt64.self), let shard = Self.readShard(&reader)
        else { throw .malformed }
        self.shard = shard
        self.number = number
        self.created = created
        self.generation = generation
        self.salt = salt
    }

    private static func readShard(_ reader: inout ByteReader) -> ShardID? {
        guard let count = reader.integer(UInt8.self), count <= shardRoom, let text = reader.bytes(Int(count)) else {
            return nil
        }
        return String(validating: text, as: UTF8.self).flatMap { try? ShardID(validating: $0) }
    }

    /// The digest with which the chain over the record headers begins.
    var chainStart: ContentID { ContentID(of: encoded.span) }
}
