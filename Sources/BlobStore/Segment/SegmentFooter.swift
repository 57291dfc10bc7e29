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

    /// Reads a footer without holding it against the records before it; nil for bytes that are not one that is known.
    ///
    /// - Parameters:
    ///   - bytes: Its 96 bytes.
    ///   - segment: The name of the segment.
    init?(decoding bytes: [UInt8], segment: UInt64) {
        guard bytes.count == Self.byteCount, Self.isPlausible(bytes[...]) else { return nil }
        var reader = ByteReader(bytes[16...])
        guard let records = reader.integer(UInt64.self), let sequence = reader.integer(UInt64.self),
            let batch = reader.integer(UInt64.self), let offset = reader.integer(UInt64.self),
            let chain = reader.contentID()
        else { return nil }
        var position = LogPosition(segment: segment, offset: offset, sequence: sequence, batch: batch, chain: chain)
        position.records = records
        self.position = position
        guard bytes == encoded else { return nil }
    }

    /// Returns where the log stands after a segment, if this is the footer of the segment whose records end at a position.
    ///
    /// Compaction leaves records out: its footer says up to where the records reach that the segment stands for.
    ///
    /// - Parameters:
    ///   - position: The place after the last record.
    ///   - isCompacted: Tells whether compaction wrote the segment.
    /// - Returns: The place after the footer's records, or nil when it is the footer of others.
    func end(of position: LogPosition, isCompacted: Bool) -> LogPosition? {
        guard isCompacted else { return self.position == position ? position : nil }
        var reached = position
        reached.sequence = self.position.sequence
        reached.batch = self.position.batch
        let isRising = reached.sequence >= position.sequence && reached.batch >= position.batch
        return isRising && reached == self.position ? reached : nil
    }
}
