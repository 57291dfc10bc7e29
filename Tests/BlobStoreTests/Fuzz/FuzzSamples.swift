import BlobModel
import BlobStoreTesting
import FoundationEssentials

@testable import BlobStore

/// Valid samples of each format, from which the corpus was begun.
enum FuzzSamples {
    private static let domainKey = ContentID(of: Array("home".utf8).span)
    private static let blob = BlobDescription(blob: ContentID(of: [1, 2, 3].span), size: 300_000)
    private static let chunk = Manifest.Chunk(id: ContentID(of: [1].span), length: 100_000)

    /// Returns the samples of a format.
    static func samples(of format: BinaryFormat) throws -> [[UInt8]] {
        switch format {
        case .segmentHeader: try headers().map(\.encoded)
        case .segmentRecord: try contents().map { record($0).encodedHeader(salt: BinaryFormat.salt) }
        case .segmentFooter: [SegmentFooter(position: try position()).encoded]
        case .manifest: [Manifest(blob: blob.blob, chunks: [chunk, chunk, chunk], chunking: .standard).encoded()]
        case .domainKeyFile: keyFiles().map(\.encoded)
        case .masterMark: [MasterMark(master: MasterKeyID(rawValue: 0x0102_0304_0506_0708)).encoded]
        case .chunkRow, .manifestRow, .referenceRow, .segmentRow, .quarantineRow, .sessionRow, .checkpoint, .absenceRow:
            try rows(of: format)
        }
    }

    private static func headers() throws -> [SegmentHeader] {
        let shard = try ShardID(validating: "shard-1")
        let created = Date(timeIntervalSince1970: 1_700_000_000)
        let name = SegmentName(number: 3, generation: 2)
        return [
            SegmentHeader(shard: shard, number: 1, created: created, salt: 5),
            SegmentHeader(shard: shard, name: name, through: 7, created: created, salt: 5),
        ]
    }

    private static func contents() throws -> [SegmentRecord.Content] {
        let reference = try ReferenceID(validating: String(repeating: "a", count: 26))
        let session = try UploadSessionID(validating: String(repeating: "a", count: 26))
        let advance = SessionAdvance(opened: 4, offset: 100_000, expires: 1_700_000_000_000, chunks: [chunk])
        return [
            .chunks([ChunkEntry(id: chunk.id, length: 10), ChunkEntry(id: blob.blob, length: 20)]),
            .chunks([ChunkEntry(encrypted: chunk.id, length: 10, checksum: 77)]),
            .manifest(blob: blob, digest: chunk.id, byteCount: 176),
            .referenceAdded(reference, blob), .referenceReleased(reference, blob.blob),
            .sessionAdvanced(session, advance), .sessionEnded(session, opened: 4),
        ]
    }

    private static func record(_ content: SegmentRecord.Content) -> SegmentRecord {
        SegmentRecord(sequence: 9, batch: 3, endsBatch: true, domainKey: domainKey, content: content)
    }

    private static func position() throws -> LogPosition {
        LogPosition(header: try headers()[0], sequence: 12, batch: 5)
    }

    private static func keyFiles() -> [DomainKeyFile] {
        let wrapped = DomainKeyFile.WrappedKey(envelope: [UInt8](0..<UInt8(DomainKeyFile.WrappedKey.byteCount)))
        let state = DomainKeyFile.State.wrapped(wrapped, under: MasterKeyID(rawValue: 7))
        return [
            DomainKeyFile(domainKey: domainKey, keyNumber: 1, since: 1_700_000_000_000, state: state),
            DomainKeyFile(erasing: domainKey, keyNumber: 1, since: 1_700_000_000_000),
        ]
    }

    private static func rows(of format: BinaryFormat) throws -> [[UInt8]] {
        let entry = ChunkEntry(id: chunk.id, length: 10)
        let placed = PlacedRecord(record: record(.chunks([entry])), segment: 1, bodyOffset: 256)
        switch format {
        case .chunkRow: return [ChunkLocation(of: entry, in: placed, offset: 256).encoded]
        case .manifestRow: return [ManifestLocation(of: placed, size: blob.size, digest: chunk.id).encoded]
        case .referenceRow: return [ReferenceRow(blob: blob, sequence: 9).encoded]
        case .segmentRow: return [SegmentTally().encoded]
        case .quarantineRow: return [QuarantineRow(.chunk, segment: 1, offset: 256, since: 1_700_000_000_000).encoded]
        case .sessionRow: return [SessionRow(opened: 4, size: 100_000, expires: 1_700_000_000_000).encoded]
        case .checkpoint: return [try position().encoded]
        case .absenceRow: return [AbsenceRow(first: 1_700_000_000_000).encoded]
        default: return []
        }
    }
}
