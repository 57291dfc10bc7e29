import BlobModel

/// A pass over the references that is going on (`Docs/formats/index.md`, mark `recount`).
struct RecountPass: Hashable, Sendable {
    /// When it began, in milliseconds since 1970.
    let started: UInt64

    /// The sequence number up to which references are old enough to be asked about.
    let limit: UInt64

    /// The key after which it goes on; empty at the beginning.
    var cursor: [UInt8] = []

    /// What it has counted.
    var counts = RecountCounts()

    /// Begins a pass.
    init(started: UInt64, limit: UInt64) {
        self.started = started
        self.limit = limit
    }

    /// Appends the pass to a row.
    func write(to writer: inout ByteWriter) {
        writer.write(started)
        writer.write(limit)
        counts.write(to: &writer)
        writer.writeLengthPrefixed(cursor)
    }

    /// Reads the pass of a row; the result is nil when it ends before.
    init?(from reader: inout ByteReader) {
        guard let started = reader.integer(UInt64.self), let limit = reader.integer(UInt64.self),
            let counts = RecountCounts(from: &reader), let length = reader.integer(UInt32.self),
            let cursor = reader.bytes(Int(length))
        else { return nil }
        self.started = started
        self.limit = limit
        self.counts = counts
        self.cursor = Array(cursor)
    }
}
