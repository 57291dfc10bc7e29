import BlobModel

/// Cuts a blob into named chunks and gathers them into windows, each of which is one write operation.
struct WindowCutter {
    private var assembler: ChunkAssembler
    private let windowByteCount: Int
    private let sealer: ContentSealer
    private var window: [NamedChunk] = []
    private var windowBytes = 0

    /// The chunks cut so far, in the blob's order.
    private(set) var chunks: [Manifest.Chunk] = []

    /// Makes a cutter that stands at the beginning of a blob.
    ///
    /// - Parameters:
    ///   - assembler: What cuts.
    ///   - windowByteCount: The bytes after which a window is full.
    ///   - sealer: What makes of a chunk what is stored.
    init(assembler: ChunkAssembler, windowByteCount: Int, sealer: ContentSealer) {
        self.assembler = assembler
        self.windowByteCount = windowByteCount
        self.sealer = sealer
    }

    /// Adds a piece of the blob and returns the windows that are full.
    mutating func add(_ piece: [UInt8]) -> [[NamedChunk]] {
        var full: [[NamedChunk]] = []
        for bytes in assembler.add(piece) {
            add(sealer.chunk(bytes))
            guard windowBytes >= windowByteCount else { continue }
            full.append(window)
            window = []
            windowBytes = 0
        }
        return full
    }

    /// Returns the chunks of the last window, the end of the blob included.
    ///
    /// - Parameter blob: The content ID of the whole blob, which names the chunk too when there is but one.
    /// - Returns: The chunks; empty when the last window was full.
    mutating func finish(blob: ContentID) -> [NamedChunk] {
        if let last = assembler.finish() {
            add(sealer.chunk(last, id: chunks.isEmpty ? blob : nil))
        }
        return window
    }

    private mutating func add(_ chunk: NamedChunk) {
        window.append(chunk)
        windowBytes += chunk.bytes.count
        chunks.append(Manifest.Chunk(id: chunk.id, length: chunk.entry.length))
    }
}
