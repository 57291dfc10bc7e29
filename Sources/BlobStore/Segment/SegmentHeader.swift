import BlobModel
import FoundationEssentials

/// The first 128 bytes of a segment (`Docs/formats/segment.md`, versions 1 and 2).
struct SegmentHeader: Hashable, Sendable {
    /// The number of bytes in a header.
    static let byteCount = 128

    private static let magic = Array("ASegment".utf8)
    private static let uploadVersion: UInt16 = 1
    private static let compactionVersion: UInt16 = 2
    private static let shardRoom = 63
    private static let throughOffset = 112

    /// The shard that the segment belongs to.
    let shard: ShardID

    /// The segment's name.
    let name: SegmentName

    /// The number of the last segment whose place this one takes; its own number unless compaction wrote it.
    let through: UInt64

    /// When the segment was made, in milliseconds since 1970.
    let created: UInt64

    /// Random bytes that enter the checksum of every record.
    ///
    /// They keep an uploaded file from containing something that passes for a record.
    let salt: UInt64

    /// Makes the header of a new segment for uploads.
    init(shard: ShardID, number: UInt64, created: Date, salt: UInt64 = .random(in: .min ... .max)) {
        self.init(shard: shard, name: SegmentName(number: number), through: number, created: created, salt: salt)
    }

    /// Makes the header of a new segment.
    ///
    /// - Parameters:
    ///   - shard: The shard that the segment belongs to.
    ///   - name: The segment's name.
    ///   - through: The number of the last segment whose place it takes, which is its own in generation 0.
    ///   - created: The present.
    ///   - salt: Random bytes.
    init(
        shard: ShardID,
        name: SegmentName,
        through: UInt64,
        created: Date,
        salt: UInt64 = .random(in: .min ... .max)
    ) {
        precondition(Self.isWellFormed(name, through: through), "A segment takes the places from its own on.")
        self.shard = shard
        self.name = name
        self.through = through
        self.created = UInt64(max(0, created.timeIntervalSince1970 * 1_000))
        self.salt = salt
    }

    /// The segment's number, from 1.
    var number: UInt64 { name.number }

    /// How often the records were rewritten; 0 for a segment that was written by uploads.
    var generation: UInt16 { name.generation }

    /// Segments of uploads are written as version 1 wrote them, so that only what is new has a new form.
    private var version: UInt16 { generation == 0 ? Self.uploadVersion : Self.compactionVersion }

    /// The header's 128 bytes.
    var encoded: [UInt8] {
        var writer = ByteWriter(capacity: Self.byteCount)
        writer.write(Self.magic)
        writer.write(version)
        writer.write(UInt16(Self.byteCount))
        writer.write(UInt32(0))
        writer.write(number)
        writer.write(created)
        writer.write(UInt64(generation))
        writer.write(salt)
        writer.write(UInt8(shard.text.utf8.count))
        writer.write(shard.text.utf8)
        writer.pad(to: Self.throughOffset)
        if version == Self.compactionVersion { writer.write(through) }
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
        guard version == Self.uploadVersion || version == Self.compactionVersion else { throw .version(version) }
        try Self.verifyChecksum(of: bytes)
        guard reader.bytes(6) != nil, let number = reader.integer(UInt64.self), number <= SegmentName.maximumNumber,
            let created = reader.integer(UInt64.self), let generation = reader.integer(UInt64.self),
            let salt = reader.integer(UInt64.self), let shard = Self.readShard(&reader)
        else { throw .malformed }
        guard let name = Self.name(number, generation, version) else { throw .malformed }
        let through = version == Self.uploadVersion ? number : Self.readThrough(bytes)
        guard Self.isWellFormed(name, through: through) else { throw .malformed }
        self.shard = shard
        self.name = name
        self.through = through
        self.created = created
        self.salt = salt
        // Its checksum matches: a later version wrote flags or reserved bytes, which this one must not pass over.
        guard bytes.starts(with: encoded) else { throw .unsupported }
    }

    private static func verifyChecksum(of bytes: [UInt8]) throws(SegmentFault) {
        var trailer = ByteReader(bytes[(byteCount - 4)..<byteCount])
        guard trailer.integer(UInt32.self) == CRC32C.checksum(of: bytes[..<(byteCount - 4)]) else { throw .checksum }
    }

    private static func name(_ number: UInt64, _ generation: UInt64, _ version: UInt16) -> SegmentName? {
        guard let generation = UInt16(exactly: generation) else { return nil }
        guard (generation == 0) == (version == uploadVersion) else { return nil }
        return SegmentName(number: number, generation: generation)
    }

    private static func readThrough(_ bytes: [UInt8]) -> UInt64 {
        var reader = ByteReader(bytes[throughOffset..<byteCount])
        return reader.integer(UInt64.self) ?? 0
    }

    private static func isWellFormed(_ name: SegmentName, through: UInt64) -> Bool {
        guard name.number <= through, through <= SegmentName.maximumNumber else { return false }
        return name.generation > 0 || through == name.number
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
