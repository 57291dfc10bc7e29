import BlobModel

/// Where a chunk's bytes are (`Docs/formats/index.md`, table `chunk`).
struct ChunkLocation: Hashable, Sendable {
    /// The number of the segment that has the bytes.
    let segment: UInt64

    /// The offset of the bytes in the segment.
    let offset: UInt64

    /// The number of bytes in the segment.
    let storedLength: UInt32

    /// The number of bytes as they were uploaded.
    let length: UInt32

    /// How the bytes are stored.
    let flags: ChunkEntry.Flags

    /// The sequence number of the record that brought them.
    let sequence: UInt64

    /// Makes the location of an entry of an extent.
    init(of entry: ChunkEntry, segment: UInt64, offset: UInt64, sequence: UInt64) {
        self.segment = segment
        self.offset = offset
        storedLength = entry.storedLength
        length = entry.length
        flags = entry.flags
        self.sequence = sequence
    }

    /// The row's 40 bytes.
    var encoded: [UInt8] {
        var writer = ByteWriter(capacity: 40)
        writer.write(segment)
        writer.write(offset)
        writer.write(storedLength)
        writer.write(length)
        writer.write(flags.rawValue)
        writer.write(UInt32(0))
        writer.write(sequence)
        return writer.bytes
    }

    /// Makes a location from a row; the result is nil when it is not of its form.
    init?(decoding bytes: [UInt8]) {
        var reader = ByteReader(bytes)
        guard bytes.count == 40, let segment = reader.integer(UInt64.self), let offset = reader.integer(UInt64.self),
            let storedLength = reader.integer(UInt32.self), let length = reader.integer(UInt32.self),
            let flags = reader.integer(UInt32.self), reader.bytes(4) != nil, let sequence = reader.integer(UInt64.self)
        else { return nil }
        self.segment = segment
        self.offset = offset
        self.storedLength = storedLength
        self.length = length
        self.flags = ChunkEntry.Flags(rawValue: flags)
        self.sequence = sequence
    }
}
