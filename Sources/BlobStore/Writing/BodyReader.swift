import BlobModel

/// Reads the body of an upload within its limit.
struct BodyReader {
    private var pieces: ByteStream.AsyncIterator
    private let limit: UInt64

    /// The number of bytes read so far, and those that came before the body.
    private(set) var size: UInt64 = 0

    /// Makes a reader that stands before the first byte.
    ///
    /// - Parameters:
    ///   - body: The body.
    ///   - limit: The most bytes that it may have together with those before it.
    ///   - size: The number of bytes that came before it.
    init(_ body: ByteStream, limit: UInt64, from size: UInt64 = 0) {
        pieces = body.makeAsyncIterator()
        self.limit = limit
        self.size = size
    }

    /// Returns the next piece, or nil at the end.
    ///
    /// - Throws: ``BlobError/tooLarge(limit:)`` as soon as the limit is passed, and ``BlobError/bodyFailed(_:)`` when the
    ///   body ends with an error.
    mutating func next() async throws(BlobError) -> [UInt8]? {
        try Self.requireLife()
        let next: [UInt8]?
        do {
            next = try await pieces.next()
        } catch let error as BlobError {
            throw error
        } catch {
            throw .bodyFailed("\(error)")
        }
        // Many a sequence ends without an error when its reader is cancelled: half a body must not pass for a whole one.
        try Self.requireLife()
        guard let piece = next else { return nil }
        size += UInt64(piece.count)
        guard size <= limit else { throw .tooLarge(limit: limit) }
        return piece
    }

    private static func requireLife() throws(BlobError) {
        guard !Task.isCancelled else { throw .bodyFailed("The upload was cancelled.") }
    }
}
