import BlobModel

/// What a reference names (`Docs/formats/index.md`, table `reference`).
struct ReferenceRow: Hashable, Sendable {
    /// The blob and its size.
    let blob: BlobDescription

    /// The sequence number of the record that added the reference.
    let sequence: UInt64

    /// Makes a row.
    init(blob: BlobDescription, sequence: UInt64) {
        self.blob = blob
        self.sequence = sequence
    }

    /// The row's 48 bytes.
    var encoded: [UInt8] {
        var writer = ByteWriter(capacity: 48)
        writer.write(blob.blob.bytes)
        writer.write(blob.size)
        writer.write(sequence)
        return writer.bytes
    }

    /// Makes a row from its bytes; the result is nil when they are not of its form.
    init?(decoding bytes: [UInt8]) {
        var reader = ByteReader(bytes)
        guard bytes.count == 48, let blob = reader.contentID(), let size = reader.integer(UInt64.self),
            let sequence = reader.integer(UInt64.self)
        else { return nil }
        self.blob = BlobDescription(blob: blob, size: size)
        self.sequence = sequence
    }
}
