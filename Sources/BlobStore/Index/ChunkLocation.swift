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

    /// How the bytes are stored, and whether they were found damaged.
    var flags: ChunkEntry.Flags

    /// The number of the domain's key under which the bytes are encrypted; 0 when they are not.
    let keyNumber: UInt32

    /// The sequence number of the record that brought them.
    let sequence: UInt64

    /// Makes the location of an entry of an extent.
    ///
    /// - Parameters:
    ///   - entry: The entry.
    ///   - placed: The extent.
    ///   - offset: The offset of the chunk's bytes in the segment.
    init(of entry: ChunkEntry, in placed: PlacedRecord, offset: UInt64) {
        segment = placed.segment
        self.offset = offset
        keyNumber = placed.record.keyNumber
        sequence = placed.record.sequence
        storedLength = entry.storedLength
        length = entry.length
        flags = entry.flags
    }

    /// Tells whether the bytes may be read and built upon: nobody found them damaged.
    var isUsable: Bool { !flags.contains(.quarantined) }

    /// The row's 40 bytes.
    var encoded: [UInt8] {
        var writer = ByteWriter(capacity: 40)
        writer.write(segment)
        writer.write(offset)
        writer.write(storedLength)
        writer.write(length)
        writer.write(flags.rawValue)
        writer.write(keyNumber)
        writer.write(sequence)
        return writer.bytes
    }

    /// Makes a location from a row; the result is nil when it is not of its form.
    init?(decoding bytes: [UInt8]) {
        var reader = ByteReader(bytes)
        guard bytes.count == 40, let segment = reader.integer(UInt64.self), let offset = reader.integer(UInt64.self),
            let storedLength = reader.integer(UInt32.self), let length = reader.integer(UInt32.self),
            let flags = reader.integer(UInt32.self), let keyNumber = reader.integer(UInt32.self),
            let sequence = reader.integer(UInt64.self)
        else { return nil }
        self.segment = segment
        self.offset = offset
        self.storedLength = storedLength
        self.length = length
        self.flags = ChunkEntry.Flags(rawValue: flags)
        self.keyNumber = keyNumber
        self.sequence = sequence
    }
}
