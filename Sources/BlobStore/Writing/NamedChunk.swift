import BlobModel

/// A chunk that an upload has cut and named, as it goes into a segment.
struct NamedChunk: Sendable {
    /// How the chunk stands in the table of its extent.
    let entry: ChunkEntry

    /// The bytes in the segment.
    let bytes: [UInt8]

    /// The number of the domain's key under which they are encrypted; 0 when they are not.
    let keyNumber: UInt32

    /// Names a chunk's bytes, which are stored as they are.
    ///
    /// - Parameters:
    ///   - bytes: The bytes.
    ///   - id: Their content ID when it is known already.
    init(_ bytes: [UInt8], id: ContentID? = nil) {
        entry = ChunkEntry(id: id ?? ContentID(of: bytes.span), length: UInt32(bytes.count))
        self.bytes = bytes
        keyNumber = 0
    }

    /// Takes over an encrypted chunk.
    ///
    /// - Parameters:
    ///   - sealed: The bytes in the segment.
    ///   - name: What the domain's key makes of the chunk's content ID.
    ///   - length: The number of bytes as they were uploaded.
    ///   - keyNumber: The number of the domain's key.
    init(sealed: [UInt8], name: ContentID, length: UInt32, keyNumber: UInt32) {
        entry = ChunkEntry(encrypted: name, length: length, checksum: CRC32C.checksum(of: sealed.span))
        bytes = sealed
        self.keyNumber = keyNumber
    }

    /// The chunk's name in the index.
    var id: ContentID { entry.id }
}
