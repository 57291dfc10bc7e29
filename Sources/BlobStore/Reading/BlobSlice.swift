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

    /// The most bytes to read at once, but for a single chunk that is longer.
    private static let pieceByteCount = 256 << 10

    /// Returns where the slices end that are read at once.
    ///
    /// - Parameters:
    ///   - slices: The slices, in order.
    ///   - start: The position of the first slice to read; there is one.
    /// - Returns: The position behind the last slice to read with it.
    static func endOfPiece(of slices: [BlobSlice], from start: Int) -> Int {
        var end = start + 1
        var count = Int(slices[start].length)
        while end < slices.count, count + Int(slices[end].length) <= pieceByteCount {
            count += Int(slices[end].length)
            end += 1
        }
        return end
    }

    /// Tells whether slices are read at once and what is wanted of them may be held until somebody asks for it.
    static func isOnePiece(_ slices: [BlobSlice]) -> Bool {
        guard !slices.isEmpty else { return true }
        return endOfPiece(of: slices, from: 0) == slices.count
            && slices.reduce(0) { $0 + $1.wanted.count } <= pieceByteCount
    }
}
