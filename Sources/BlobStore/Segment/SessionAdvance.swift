import BlobModel

/// What one append to an upload session brought (`Docs/formats/segment.md`, kind 5).
struct SessionAdvance: Hashable, Sendable {
    /// The sequence number of the record that opened the session; 0 in that record itself.
    let opened: UInt64

    /// The number of bytes that the session had before.
    let offset: UInt64

    /// When the session ends unless it is advanced again, in milliseconds since 1970.
    let expires: UInt64

    /// The chunks that follow, by the names of the index and with their lengths as uploaded.
    let chunks: [Manifest.Chunk]

    /// The number of bytes that the session has then.
    var end: UInt64 { chunks.reduce(offset) { $0 + UInt64($1.length) } }
}

extension SessionAdvance {
    private static let entryByteCount = 36

    /// Appends the advance's bytes.
    func encode(to writer: inout ByteWriter) {
        writer.write(opened)
        writer.write(offset)
        writer.write(expires)
        for chunk in chunks {
            writer.write(chunk.id.bytes)
            writer.write(chunk.length)
        }
    }

    /// Reads an advance to the end of its bytes; the result is nil when they are not of its form.
    init?(decoding reader: inout ByteReader) {
        guard let opened = reader.integer(UInt64.self), let offset = reader.integer(UInt64.self),
            let expires = reader.integer(UInt64.self), reader.remaining % Self.entryByteCount == 0
        else { return nil }
        var chunks: [Manifest.Chunk] = []
        while let id = reader.contentID(), let length = reader.integer(UInt32.self) {
            chunks.append(Manifest.Chunk(id: id, length: length))
        }
        self.init(opened: opened, offset: offset, expires: expires, chunks: chunks)
    }
}
