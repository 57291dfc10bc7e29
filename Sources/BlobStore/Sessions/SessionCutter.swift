import BlobModel

/// The whole chunks that one advance of an upload session brings.
struct SessionWindow: Sendable {
    /// The chunks as they are stored.
    private(set) var chunks: [NamedChunk] = []

    /// The bytes of the chunks as they were uploaded.
    private(set) var plain: [[UInt8]] = []

    /// The number of those bytes.
    private(set) var byteCount = 0

    /// Makes a window without chunks.
    init() {}

    /// Adds a chunk.
    mutating func add(_ chunk: NamedChunk, plain bytes: [UInt8]) {
        chunks.append(chunk)
        plain.append(bytes)
        byteCount += bytes.count
    }
}

/// Cuts a part of an upload into named chunks and gathers them into windows, each of which is one advance.
///
/// It begins at the end of a chunk, where a chunker has no memory: the chunks of an upload are the same whatever the parts.
struct SessionCutter {
    private var assembler: ChunkAssembler
    private let windowByteCount: Int
    private let sealer: ContentSealer
    private var window = SessionWindow()

    /// Makes a cutter.
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

    /// Adds bytes and returns the windows that are full.
    mutating func add(_ piece: [UInt8]) -> [SessionWindow] {
        var full: [SessionWindow] = []
        for bytes in assembler.add(piece) {
            window.add(sealer.chunk(bytes), plain: bytes)
            if window.byteCount >= windowByteCount { full.append(take()) }
        }
        return full
    }

    /// Ends the last chunk, since the upload ends.
    mutating func finish() {
        guard let bytes = assembler.finish(), !bytes.isEmpty else { return }
        window.add(sealer.chunk(bytes), plain: bytes)
    }

    /// Returns the whole chunks that were not returned before.
    mutating func take() -> SessionWindow {
        defer { window = SessionWindow() }
        return window
    }
}
