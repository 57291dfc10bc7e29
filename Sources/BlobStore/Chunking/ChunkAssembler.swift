import BlobModel

/// Assembles the chunks of one blob from pieces of any length.
///
/// It holds one chunk and one piece at most. A blob of up to 64 KiB stays whole.
struct ChunkAssembler: Sendable {
    /// The size up to which a blob is one chunk.
    static let wholeByteCount = 64 << 10

    private let makeChunker: @Sendable () -> Chunker
    private var chunker: Chunker?
    private var buffer: [UInt8] = []
    private var scanned = 0
    private var hasEmitted = false

    /// Makes an assembler that stands at the beginning of a blob.
    ///
    /// - Parameter makeChunker: Makes the chunker; called only for a blob that does not stay whole.
    init(makeChunker: @escaping @Sendable () -> Chunker) {
        self.makeChunker = makeChunker
    }

    /// Makes an assembler that stands behind a chunk of a blob, so that what follows is cut however short it is.
    ///
    /// - Parameter makeChunker: Makes the chunker.
    /// - Returns: The assembler.
    static func resuming(makeChunker: @escaping @Sendable () -> Chunker) -> ChunkAssembler {
        var assembler = ChunkAssembler(makeChunker: makeChunker)
        assembler.chunker = makeChunker()
        assembler.hasEmitted = true
        return assembler
    }

    /// Adds a piece and returns the chunks that end in it.
    mutating func add(_ piece: [UInt8]) -> [[UInt8]] {
        buffer += piece
        guard chunker != nil || buffer.count > Self.wholeByteCount else { return [] }
        var chunker = chunker ?? makeChunker()
        defer { self.chunker = chunker }
        return takeChunks(&chunker)
    }

    /// Returns the chunk that ends with the blob, or nil when the former one did.
    ///
    /// An empty blob has one chunk, which is empty.
    mutating func finish() -> [UInt8]? {
        guard !buffer.isEmpty || !hasEmitted else { return nil }
        defer { buffer = [] }
        return buffer
    }

    private mutating func takeChunks(_ chunker: inout Chunker) -> [[UInt8]] {
        var chunks: [[UInt8]] = []
        var start = 0
        while let end = chunker.cut(buffer.span, from: scanned) {
            chunks.append(Array(buffer[start..<end]))
            start = end
            scanned = end
        }
        hasEmitted = hasEmitted || !chunks.isEmpty
        buffer.removeFirst(start)
        scanned = buffer.count
        return chunks
    }
}
