import BlobModel

/// A manifest as it goes into a segment, with the names by which the index knows what it lists.
struct StoredManifest: Sendable {
    /// The blob's name in the index, and its size.
    let blob: BlobDescription

    /// The chunks in order, by the names of the index and with their lengths as uploaded.
    let chunks: [Manifest.Chunk]

    /// The bytes in the segment; empty when the blob has one chunk, whose record is enough.
    let encoding: [UInt8]

    /// The number of the domain's key under which they are encrypted; 0 when they are not.
    let keyNumber: UInt32

    /// Makes the manifest of a blob that is stored as it was uploaded.
    init(_ manifest: Manifest) {
        self.init(
            blob: manifest.description,
            chunks: manifest.chunks,
            encoding: manifest.chunks.count > 1 ? manifest.encoded() : []
        )
    }

    /// Makes a manifest of its parts.
    ///
    /// - Parameters:
    ///   - blob: The blob's name in the index, and its size.
    ///   - chunks: The chunks in order, by the names of the index.
    ///   - encoding: The bytes in the segment, or none when the blob has one chunk.
    ///   - keyNumber: The number of the domain's key under which they are encrypted.
    init(blob: BlobDescription, chunks: [Manifest.Chunk], encoding: [UInt8], keyNumber: UInt32 = 0) {
        self.blob = blob
        self.chunks = chunks
        self.encoding = encoding
        self.keyNumber = keyNumber
    }
}
