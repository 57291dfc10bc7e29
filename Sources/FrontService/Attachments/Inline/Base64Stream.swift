import ManagedAttachments

/// The octets of base64 text as the pieces of an upload.
struct Base64Stream: AsyncSequence, AsyncIteratorProtocol, Sendable {
    private var pieces: Base64Content.Pieces

    /// Makes a stream that has decoded nothing yet.
    init(_ content: Base64Content) {
        pieces = content.pieces
    }

    /// Returns a reader that begins where this one is.
    func makeAsyncIterator() -> Base64Stream { self }

    /// Returns the next piece, or nil at the end.
    mutating func next() async -> [UInt8]? { pieces.next() }
}
