import BlobModel

/// The first 80 bytes of a record's header, not yet checked.
struct RecordPrologue: Hashable, Sendable {
    /// The number that stands for what the record says.
    let kind: UInt8

    /// Tells whether the record is the last of its batch.
    let endsBatch: Bool

    /// The record's sequence number.
    let sequence: UInt64

    /// The number of the record's batch.
    let batch: UInt64

    /// The SHA-256 of the domain's ID.
    let domainKey: ContentID

    /// The number of the domain's key under which the body is encrypted, or 0.
    let keyNumber: UInt32

    /// The number of bytes in the details, at most ``SegmentRecord/maximumDetailByteCount``.
    let detailByteCount: Int

    /// The number of bytes in the body.
    let bodyByteCount: UInt64

    /// The checksum of header and details.
    let checksum: UInt32

    /// Tells whether all flags and reserved bytes are as this version writes them.
    let isOfThisVersion: Bool

    /// Reads the fields.
    ///
    /// - Throws: ``SegmentFault/cut``, ``SegmentFault/magic``, or ``SegmentFault/malformed``.
    init(decoding bytes: ArraySlice<UInt8>) throws(SegmentFault) {
        guard bytes.count >= SegmentRecord.fixedByteCount else { throw .cut }
        var reader = ByteReader(bytes)
        guard let magic = reader.bytes(4), Array(magic) == SegmentRecord.magic else { throw .magic }
        guard let kind = reader.integer(UInt8.self), let flags = reader.integer(UInt8.self),
            let byteCount = reader.integer(UInt16.self), let sequence = reader.integer(UInt64.self),
            let batch = reader.integer(UInt64.self), let domainKey = reader.contentID(),
            let details = reader.integer(UInt32.self), let keyNumber = reader.integer(UInt32.self),
            let body = reader.integer(UInt64.self), let reserved = reader.integer(UInt32.self),
            let checksum = reader.integer(UInt32.self)
        else { throw .cut }
        guard byteCount == SegmentRecord.fixedByteCount, details <= SegmentRecord.maximumDetailByteCount,
            body <= UInt64(Int64.max) / 2
        else { throw .malformed }
        self.kind = kind
        endsBatch = flags & SegmentRecord.endsBatchFlag != 0
        self.sequence = sequence
        self.batch = batch
        self.domainKey = domainKey
        self.keyNumber = keyNumber
        detailByteCount = Int(details)
        bodyByteCount = body
        self.checksum = checksum
        isOfThisVersion = flags <= SegmentRecord.endsBatchFlag && reserved == 0
    }
}

extension SegmentRecord {
    /// Makes a record from the bytes of its header and its details.
    ///
    /// - Parameters:
    ///   - bytes: The bytes from the record's first one; more may follow.
    ///   - salt: The salt of the segment.
    /// - Throws: The fault that keeps the bytes from being a valid record.
    init(decoding bytes: ArraySlice<UInt8>, salt: UInt64) throws(SegmentFault) {
        let prologue = try RecordPrologue(decoding: bytes)
        let detailStart = bytes.startIndex + Self.fixedByteCount
        guard bytes.endIndex - detailStart >= prologue.detailByteCount else { throw .cut }
        let details = bytes[detailStart..<detailStart + prologue.detailByteCount]
        let fields = bytes[bytes.startIndex..<bytes.startIndex + Self.checksumOffset]
        guard prologue.checksum == Self.checksum(of: fields, details: details, salt: salt) else { throw .checksum }
        // Its checksum matches: a later version wrote it so, and it must not pass for damage that may be cut off.
        guard prologue.isOfThisVersion else { throw .unsupported }
        sequence = prologue.sequence
        batch = prologue.batch
        endsBatch = prologue.endsBatch
        domainKey = prologue.domainKey
        keyNumber = prologue.keyNumber
        content = try Self.content(of: prologue, details: details)
        guard bodyByteCount == prologue.bodyByteCount, mayHaveKeyNumber else { throw .unsupported }
    }

    /// Tells whether the key number fits what the record says: chunks have one when they are encrypted, a manifest may have
    /// one, and what has no body has none.
    private var mayHaveKeyNumber: Bool {
        switch content {
        case .chunks(let entries): entries.allSatisfy { $0.flags.contains(.encrypted) == (keyNumber != 0) }
        case .manifest: true
        case .referenceAdded, .referenceReleased, .sessionAdvanced, .sessionEnded: keyNumber == 0
        }
    }

    private static func content(
        of prologue: RecordPrologue,
        details: ArraySlice<UInt8>
    ) throws(SegmentFault) -> Content {
        var reader = ByteReader(details)
        let content: Content?
        switch prologue.kind {
        case 1: content = chunks(&reader)
        case 2: content = manifest(&reader, byteCount: prologue.bodyByteCount)
        case 3: content = referenceAdded(&reader)
        case 4: content = referenceReleased(&reader)
        case 5: content = sessionAdvanced(&reader)
        case 6: content = sessionEnded(&reader)
        default: throw .unknownKind(prologue.kind)
        }
        guard let content, reader.remaining == 0 else { throw .unsupported }
        return content
    }

    private static func chunks(_ reader: inout ByteReader) -> Content? {
        guard reader.remaining > 0, reader.remaining % ChunkEntry.byteCount == 0 else { return nil }
        var entries: [ChunkEntry] = []
        while reader.remaining > 0 {
            guard let entry = ChunkEntry(decoding: &reader) else { return nil }
            entries.append(entry)
        }
        return .chunks(entries)
    }

    private static func manifest(_ reader: inout ByteReader, byteCount: UInt64) -> Content? {
        guard let blob = reader.contentID(), let size = reader.integer(UInt64.self), let digest = reader.contentID()
        else { return nil }
        return .manifest(blob: BlobDescription(blob: blob, size: size), digest: digest, byteCount: byteCount)
    }

    private static func referenceAdded(_ reader: inout ByteReader) -> Content? {
        guard let reference = reference(&reader), let blob = reader.contentID(), let size = reader.integer(UInt64.self)
        else { return nil }
        return .referenceAdded(reference, BlobDescription(blob: blob, size: size))
    }

    private static func referenceReleased(_ reader: inout ByteReader) -> Content? {
        guard let reference = reference(&reader), let blob = reader.contentID() else { return nil }
        return .referenceReleased(reference, blob)
    }

    private static func sessionAdvanced(_ reader: inout ByteReader) -> Content? {
        guard let session = session(&reader), let advance = SessionAdvance(decoding: &reader) else { return nil }
        return .sessionAdvanced(session, advance)
    }

    private static func sessionEnded(_ reader: inout ByteReader) -> Content? {
        guard let session = session(&reader), let opened = reader.integer(UInt64.self) else { return nil }
        return .sessionEnded(session, opened: opened)
    }

    private static func session(_ reader: inout ByteReader) -> UploadSessionID? {
        reader.bytes(UploadSessionID.byteCount).flatMap { UploadSessionID(bytes: Array($0)) }
    }

    private static func reference(_ reader: inout ByteReader) -> ReferenceID? {
        reader.bytes(ReferenceID.byteCount).flatMap { ReferenceID(bytes: Array($0)) }
    }
}
