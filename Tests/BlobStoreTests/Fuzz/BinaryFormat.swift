import BlobModel
import FoundationEssentials

@testable import BlobStore

/// The binary formats of a shard whose parsers are given wrong bytes.
enum BinaryFormat: String, CaseIterable, Codable, Sendable {
    case segmentHeader = "segment-header"
    case segmentRecord = "segment-record"
    case segmentFooter = "segment-footer"
    case manifest
    case domainKeyFile = "domain-key"
    case masterMark = "master-mark"
    case chunkRow = "index-chunk"
    case manifestRow = "index-manifest"
    case referenceRow = "index-reference"
    case segmentRow = "index-segment"
    case quarantineRow = "index-quarantine"
    case sessionRow = "index-session"
    case checkpoint = "index-checkpoint"
    case absenceRow = "index-absence"

    /// The salt of the records in the corpus.
    static let salt: UInt64 = 0x0123_4567_89AB_CDEF

    /// Returns the encoding of what bytes stand for; nil when the parser refuses them.
    func parsedAndEncoded(_ bytes: [UInt8]) -> [UInt8]? {
        switch self {
        case .segmentHeader: (try? SegmentHeader(decoding: bytes))?.encoded
        case .segmentRecord: (try? SegmentRecord(decoding: bytes[...], salt: Self.salt))?.encodedHeader(salt: Self.salt)
        case .segmentFooter: SegmentFooter(decoding: bytes, segment: 1)?.encoded
        case .manifest: (try? Manifest(decoding: bytes))?.encoded()
        case .domainKeyFile: (try? DomainKeyFile(decoding: bytes))?.encoded
        case .masterMark: (try? MasterMark(decoding: bytes))?.encoded
        case .chunkRow: ChunkLocation(decoding: bytes)?.encoded
        case .manifestRow: ManifestLocation(decoding: bytes)?.encoded
        case .referenceRow: ReferenceRow(decoding: bytes)?.encoded
        case .segmentRow: SegmentTally(decoding: bytes)?.encoded
        case .quarantineRow: QuarantineRow(decoding: bytes)?.encoded
        case .sessionRow: SessionRow(decoding: bytes)?.encoded
        case .checkpoint: LogPosition(decoding: bytes)?.encoded
        case .absenceRow: AbsenceRow(decoding: bytes)?.encoded
        }
    }

    /// Whether more bytes may follow what the parser reads, since it reads from a file.
    var isPrefix: Bool { self == .segmentHeader || self == .segmentRecord }

    /// Makes the checksum of wrong bytes right, so that they get past it.
    func repaired(_ bytes: [UInt8]) -> [UInt8] {
        switch self {
        case .segmentHeader: Self.repaired(bytes, count: SegmentHeader.byteCount)
        case .segmentFooter: Self.repaired(bytes, count: SegmentFooter.byteCount)
        case .domainKeyFile: Self.repaired(bytes, count: DomainKeyFile.byteCount)
        case .masterMark: Self.repaired(bytes, count: MasterMark.byteCount)
        case .segmentRecord: Self.repairedRecord(bytes)
        default: bytes
        }
    }

    /// Writes the checksum of all bytes before into the last four.
    private static func repaired(_ bytes: [UInt8], count: Int) -> [UInt8] {
        guard bytes.count >= count else { return bytes }
        let end = count - 4
        return bytes[..<end] + encoded(CRC32C.checksum(of: bytes[..<end])) + bytes[count...]
    }

    private static func repairedRecord(_ bytes: [UInt8]) -> [UInt8] {
        guard let prologue = try? RecordPrologue(decoding: bytes[...]) else { return bytes }
        let details = SegmentRecord.fixedByteCount..<SegmentRecord.fixedByteCount + prologue.detailByteCount
        guard details.upperBound <= bytes.count else { return bytes }
        let offset = SegmentRecord.checksumOffset
        let checksum = SegmentRecord.checksum(of: bytes[..<offset], details: bytes[details], salt: salt)
        return bytes[..<offset] + encoded(checksum) + bytes[(offset + 4)...]
    }

    private static func encoded(_ checksum: UInt32) -> [UInt8] {
        var writer = ByteWriter(capacity: 4)
        writer.write(checksum)
        return writer.bytes
    }
}
