import BlobModel

/// How far an upload session was acknowledged to be.
struct SessionMark: Hashable, Sendable {
    /// The session.
    let session: UploadSessionID
    /// The bytes that are durable.
    let offset: UInt64

    /// Takes over what a shard answered.
    init(_ session: UploadSession) {
        self.session = session.session
        offset = session.offset
    }
}

/// The form in which a mark stands in a trace.
extension SessionMark {
    /// The mark's 24 bytes.
    var encoded: [UInt8] {
        var writer = ByteWriter(capacity: UploadSessionID.byteCount + 8)
        writer.write(session.bytes)
        writer.write(offset)
        return writer.bytes
    }

    /// Reads a mark; the result is nil when the bytes are none.
    init?(decoding bytes: [UInt8]) {
        var reader = ByteReader(bytes)
        guard let session = reader.bytes(UploadSessionID.byteCount).flatMap({ UploadSessionID(bytes: Array($0)) }),
            let offset = reader.integer(UInt64.self), reader.remaining == 0
        else { return nil }
        self.session = session
        self.offset = offset
    }
}
