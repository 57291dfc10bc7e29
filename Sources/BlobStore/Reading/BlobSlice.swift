import BlobModel

/// A part of one chunk, wanted as a part of a blob.
struct BlobSlice: Hashable, Sendable {
    /// The chunk's content ID.
    let chunk: ContentID

    /// The chunk's length.
    let length: UInt32

    /// The bytes of the chunk that are wanted; never empty.
    let wanted: Range<Int>

    /// Returns the parts of chunks that make up a range of a blob.
    ///
    /// - Parameters:
    ///   - range: The bytes wanted, within the blob.
    ///   - chunks: The blob's chunks, in order.
    /// - Returns: The parts, in order.
    static func slices(of range: Range<UInt64>, in chunks: [Manifest.Chunk]) -> [BlobSlice] {
        var slices: [BlobSlice] = []
        var start: UInt64 = 0
        for chunk in chunks where start < range.upperBound {
            let end = start + UInt64(chunk.length)
            let overlap = range.clamped(to: start..<end)
            if !overlap.isEmpty {
                let wanted = Int(overlap.lowerBound - start)..<Int(overlap.upperBound - start)
                slices.append(BlobSlice(chunk: chunk.id, length: chunk.length, wanted: wanted))
            }
            start = end
        }
        return slices
    }
}
