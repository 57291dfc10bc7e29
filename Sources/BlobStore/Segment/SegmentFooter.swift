import BlobModel

/// The last 96 bytes of a sealed segment (`Docs/formats/segment.md`, version 1).
struct SegmentFooter: Hashable, Sendable {
    /// The number of bytes in a footer.
    static let byteCount = 96

    private static let magic = Array("ASegFoot".utf8)
    private static let version: UInt16 = 1

    /// Where the log stood when the segment was sealed; its offset is that of the footer.
    let position: LogPosition

    /// Makes the footer of a segment whose records end at a position.
    init(position: LogPosition) {
        self.position = position
    }

    /// The footer's 96 bytes.
    var encoded: [UInt8] {
        var writer = ByteWriter(capacity: Self.byteCount)
        writer.write(Self.magic)
        writer.write(Self.version)
        writer.write(UInt16(Self.byteCount))
        writer.write(UInt32(0))
        writer.write(position.records)
        writer.write(position.sequence)
        writer.write(position.batch)
        writer.write(position.offset)
        writer.write(position.chain.bytes)
        writer.pad(to: Self.byteCount - 4)
        writer.write(CRC32C.checksum(of: writer.bytes))
        return writer.bytes
    }

    /// Tells whether bytes begin like a footer.
    static func isPlausible(_ bytes: ArraySlice<UInt8>) -> Bool { bytes.starts(with: magic) }

    /// Tells whether bytes are the footer of a segment whose records end at a position.
    static func matches(_ bytes: [UInt8], position: LogPosition) -> Bool {
        bytes == SegmentFooter(position: position).encoded
    }
}
