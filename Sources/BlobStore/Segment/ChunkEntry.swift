import BlobModel

/// One chunk in the table of an extent (`Docs/formats/segment.md`).
struct ChunkEntry: Hashable, Sendable {
    /// The number of bytes in an entry.
    static let byteCount = 48

    /// The bytes by which an encrypted chunk is longer in the segment: a nonce of 12 and a tag of 16.
    static let sealByteCount: UInt32 = 28

    /// How a chunk's bytes are stored.
    struct Flags: OptionSet, Hashable, Sendable {
        /// The bits.
        let rawValue: UInt32

        /// The bytes are compressed; reserved, not written by this version.
        static let compressed = Flags(rawValue: 1)

        /// The bytes are encrypted under the domain's key, and the chunk is named by it.
        static let encrypted = Flags(rawValue: 2)

        /// The bytes were found damaged; only in the index.
        static let quarantined = Flags(rawValue: 1 << 31)
    }

    /// The chunk's name: the content ID of its bytes as they were uploaded, or what the domain's key makes of it.
    let id: ContentID

    /// The number of bytes as they were uploaded.
    let length: UInt32

    /// The number of bytes in the segment.
    let storedLength: UInt32

    /// How the bytes are stored.
    let flags: Flags

    /// The CRC-32C of the bytes in the segment when they are encrypted, so that they can be checked without the key; else 0.
    let checksum: UInt32

    /// Makes an entry for a chunk that is stored as it was uploaded.
    init(id: ContentID, length: UInt32) {
        self.id = id
        self.length = length
        storedLength = length
        flags = []
        checksum = 0
    }

    /// Makes an entry for an encrypted chunk.
    ///
    /// - Parameters:
    ///   - name: What the domain's key makes of the chunk's content ID.
    ///   - length: The number of bytes as they were uploaded.
    ///   - checksum: The CRC-32C of the bytes in the segment.
    init(encrypted name: ContentID, length: UInt32, checksum: UInt32) {
        id = name
        self.length = length
        storedLength = length + Self.sealByteCount
        flags = .encrypted
        self.checksum = checksum
    }

    /// Tells whether bytes are those that the entry describes, as far as that can be told without a key.
    ///
    /// - Parameter stored: The bytes in the segment.
    /// - Returns: False when the bytes are others.
    func matches(_ stored: Span<UInt8>) -> Bool {
        guard stored.count == Int(storedLength) else { return false }
        guard flags.contains(.encrypted) else { return ContentID(of: stored) == id }
        return CRC32C.checksum(of: stored) == checksum
    }

    /// Appends the entry's 48 bytes.
    func encode(to writer: inout ByteWriter) {
        writer.write(id.bytes)
        writer.write(length)
        writer.write(storedLength)
        writer.write(flags.rawValue)
        writer.write(checksum)
    }

    /// Reads an entry; the result is nil when its bytes end too early or their flags are not known.
    init?(decoding reader: inout ByteReader) {
        guard let id = reader.contentID(), let length = reader.integer(UInt32.self),
            let storedLength = reader.integer(UInt32.self), let flags = reader.integer(UInt32.self),
            let checksum = reader.integer(UInt32.self)
        else { return nil }
        switch Flags(rawValue: flags) {
        case [] where length == storedLength && checksum == 0: self.init(id: id, length: length)
        case .encrypted where UInt64(length) + UInt64(Self.sealByteCount) == UInt64(storedLength):
            self.init(encrypted: id, length: length, checksum: checksum)
        default: return nil
        }
    }
}
