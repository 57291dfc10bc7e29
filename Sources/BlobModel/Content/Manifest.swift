/// The ordered chunks of one blob.
///
/// `Docs/formats/manifest.md` describes its encoding.
package struct Manifest: Hashable, Sendable {
    /// One chunk of a blob.
    package struct Chunk: Hashable, Sendable {
        /// The content ID of the chunk's bytes.
        package let id: ContentID

        /// The chunk's length in bytes.
        package let length: UInt32

        /// Makes an entry.
        package init(id: ContentID, length: UInt32) {
            self.id = id
            self.length = length
        }
    }

    /// The content ID of the whole blob.
    package let blob: ContentID

    /// The blob's size in bytes, the sum of its chunks' lengths.
    package let size: UInt64

    /// The parameters by which the blob was cut.
    package let chunking: ChunkingParameters

    /// The chunks in the blob's order; never empty.
    package let chunks: [Chunk]

    /// Makes the manifest of a blob.
    ///
    /// - Parameters:
    ///   - blob: The content ID of the whole blob.
    ///   - chunks: The chunks in order; at least one.
    ///   - chunking: The parameters by which the blob was cut.
    package init(blob: ContentID, chunks: [Chunk], chunking: ChunkingParameters) {
        precondition(!chunks.isEmpty, "Every blob has at least one chunk; that of an empty blob is empty.")
        self.blob = blob
        self.chunks = chunks
        self.chunking = chunking
        size = chunks.reduce(0) { $0 + UInt64($1.length) }
    }

    /// The blob's description.
    package var description: BlobDescription { BlobDescription(blob: blob, size: size) }
}
