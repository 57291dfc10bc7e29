import BlobModel

/// Where a manifest is (`Docs/formats/index.md`, table `manifest`).
struct ManifestLocation: Hashable, Sendable {
    /// The number of the segment that has the manifest.
    let segment: UInt64

    /// The offset of its encoding in the segment.
    let offset: UInt64

    /// The number of bytes in its encoding.
    let byteCount: UInt64

    /// The size of the blob.
    let size: UInt64

    /// The SHA-256 of its encoding.
    let digest: ContentID

    /// The sequence number of the record that brought it; it names the manifest as a holder of chunks.
    let sequence: UInt64

    /// Whether its bytes were found damaged, and whether they are encrypted.
    var flags: ChunkEntry.Flags

    /// The number of the domain's key under which the bytes are encrypted; 0 when they are not.
    let keyNumber: UInt32

    /// Makes the location of the manifest that a record brings.
    ///
    /// - Parameters:
    ///   - placed: The record.
    ///   - size: The size of the blob.
    ///   - digest: The SHA-256 of the manifest's encoding.
    init(of placed: PlacedRecord, size: UInt64, digest: ContentID) {
        segment = placed.segment
        offset = placed.bodyOffset
        byteCount = placed.record.bodyByteCount
        self.size = size
        self.digest = digest
        sequence = placed.record.sequence
        keyNumber = placed.record.keyNumber
        flags = keyNumber == 0 ? [] : .encrypted
    }

    /// Tells whether the manifest may be read and built upon: nobody found it damaged.
    var isUsable: Bool { !flags.contains(.quarantined) }

    /// The row's 80 bytes.
    var encoded: [UInt8] {
        var writer = ByteWriter(capacity: 80)
        for field in [segment, offset, byteCount, size] { writer.write(field) }
        writer.write(digest.bytes)
        writer.write(sequence)
        writer.write(flags.rawValue)
        writer.write(keyNumber)
        return writer.bytes
    }

    /// Makes a location from a row; the result is nil when it is not of its form.
    init?(decoding bytes: [UInt8]) {
        var reader = ByteReader(bytes)
        guard bytes.count == 80, let segment = reader.integer(UInt64.self), let offset = reader.integer(UInt64.self),
            let byteCount = reader.integer(UInt64.self), let size = reader.integer(UInt64.self),
            let digest = reader.contentID(), let sequence = reader.integer(UInt64.self),
            let flags = reader.integer(UInt32.self), let keyNumber = reader.integer(UInt32.self)
        else { return nil }
        self.segment = segment
        self.offset = offset
        self.byteCount = byteCount
        self.size = size
        self.digest = digest
        self.sequence = sequence
        self.flags = ChunkEntry.Flags(rawValue: flags)
        self.keyNumber = keyNumber
    }
}
