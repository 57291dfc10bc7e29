/// How the bytes of a blob, or of a part of it, begin to be read: at once when they are one piece, or piece by piece.
enum BlobOpening: Sendable {
    /// All that is wanted, each chunk of it checked.
    case bytes([UInt8])
    /// The parts of chunks to be read when somebody asks for them; more than one piece of them.
    case slices([BlobSlice])
}
