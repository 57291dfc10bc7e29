import BlobModel

/// Bytes that were found damaged (`Docs/formats/index.md`, table `quarantine`).
struct QuarantineRow: Hashable, Sendable {
    /// What the bytes are.
    enum Subject: UInt8, Hashable, Sendable {
        /// The bytes of a chunk.
        case chunk = 1
        /// The encoding of a manifest.
        case manifest = 2
    }

    /// What the bytes are.
    let subject: Subject

    /// The segment that has them.
    let segment: UInt64

    /// Their offset in the segment.
    let offset: UInt64

    /// When they were found damaged, in milliseconds since 1970.
    let since: UInt64

    /// Makes a row.
    init(_ subject: Subject, segment: UInt64, offset: UInt64, since: UInt64) {
        self.subject = subject
        self.segment = segment
        self.offset = offset
        self.since = since
    }

    /// The row's 25 bytes.
    var encoded: [UInt8] {
        var writer = ByteWriter(capacity: 25)
        for field in [since, segment, offset] { writer.write(field) }
        writer.write(subject.rawValue)
        return writer.bytes
    }

    /// Makes a row from its bytes; the result is nil when they are not of its form.
    init?(decoding bytes: [UInt8]) {
        var reader = ByteReader(bytes)
        guard bytes.count == 25, let since = reader.integer(UInt64.self), let segment = reader.integer(UInt64.self),
            let offset = reader.integer(UInt64.self),
            let subject = reader.integer(UInt8.self).flatMap(Subject.init(rawValue:))
        else { return nil }
        self.init(subject, segment: segment, offset: offset, since: since)
    }
}
