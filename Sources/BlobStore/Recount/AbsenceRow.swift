import BlobModel

/// What is known of a reference that a recount has missed (`Docs/formats/index.md`, table `absence`).
struct AbsenceRow: Hashable, Sendable {
    /// When it was missed first, in milliseconds since 1970.
    let first: UInt64

    /// When the pass began that missed it again after the grace, in milliseconds since 1970; 0 while none has.
    var confirmed: UInt64 = 0

    /// Makes the row of a reference that is missed for the first time.
    init(first: UInt64) {
        self.first = first
    }

    /// The row's 16 bytes.
    var encoded: [UInt8] {
        var writer = ByteWriter(capacity: 16)
        writer.write(first)
        writer.write(confirmed)
        return writer.bytes
    }

    /// Makes a row from its bytes; the result is nil when they are not of its form.
    init?(decoding bytes: [UInt8]) {
        var reader = ByteReader(bytes)
        guard bytes.count == 16, let first = reader.integer(UInt64.self), let confirmed = reader.integer(UInt64.self)
        else { return nil }
        self.first = first
        self.confirmed = confirmed
    }
}
