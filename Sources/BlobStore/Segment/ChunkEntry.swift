import BlobModel

/// One chunk in the table of an extent (`Docs/formats/segment.md`).
struct ChunkEntry: Hashable, Sendable {
    /// The number of bytes in an entry.
    static let byteCount = 48

    /// How a chunk's bytes are stored.
    struct Flags: OptionSet, Hashable, Sendable {
        /// The bits.
        let rawValue: UInt32

        /// The bytes are compressed; reserved, not written by version 1.
        static let compressed = Flags(rawValue: 1)

        /// The bytes are encrypted; reserved, not written by version 1.
        static let encrypted = Flags(rawValue: 2)
    }

    /// The content ID of the chunk's bytes as they were uploaded.
    let id: ContentID

    /// The number of bytes as they were uploaded.
    let length: UInt32

    /// The number of bytes in the segment.
    let storedLength: UInt32

    /// How the bytes are stored.
    let flags: Flags

    /// Makes an entry for a chunk that is stored as it was uploaded.
    init(id: ContentID, length: UInt32) {
        self.id = id
        self.length = length
        storedLength = length
        flags = []
    }

    /// Appends the entry's 48 bytes.
    func encode(to writer: inout ByteWriter) {
        writer.write(id.bytes)
        writer.write(length)
        writer.write(storedLength)
        writer.write(flags.rawValue)
        writer.write(UInt32(0))
    }

    /// Reads an entry; the result is nil when its bytes end too early or their flags are not known.
    init?(decoding reader: inout ByteReader) {
        guard let id = reader.contentID(), let length = reader.integer(UInt32.self),
            let storedLength = reader.integer(UInt32.self), let flags = reader.integer(UInt32.self),
            reader.bytes(4) != nil, flags == 0, length == storedLength
        else { return nil }
        self.id = id
        self.length = length
        self.storedLength = storedLength
        self.flags = []
    }
}
