import BlobModel

/// What the index knows of an upload session (`Docs/formats/index.md`, table `session`).
struct SessionRow: Hashable, Sendable {
    /// The sequence number of the record that opened the session; it names the session as a holder of chunks.
    let opened: UInt64

    /// The number of bytes that are durable.
    var size: UInt64

    /// When the session ends unless it is advanced again, in milliseconds since 1970.
    var expires: UInt64

    /// Makes a row.
    init(opened: UInt64, size: UInt64, expires: UInt64) {
        self.opened = opened
        self.size = size
        self.expires = expires
    }

    /// The row's 24 bytes.
    var encoded: [UInt8] {
        var writer = ByteWriter(capacity: 24)
        for field in [opened, size, expires] { writer.write(field) }
        return writer.bytes
    }

    /// Makes a row from its bytes; the result is nil when they are not of its form.
    init?(decoding bytes: [UInt8]) {
        var reader = ByteReader(bytes)
        guard bytes.count == 24, let opened = reader.integer(UInt64.self), let size = reader.integer(UInt64.self),
            let expires = reader.integer(UInt64.self)
        else { return nil }
        self.init(opened: opened, size: size, expires: expires)
    }
}
