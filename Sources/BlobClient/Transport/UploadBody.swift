import NIOCore

/// The body of an upload as the HTTP client takes it: the bytes at hand, then what the source still gives.
///
/// Can be iterated once.
struct UploadBody: AsyncSequence, Sendable {
    /// The bytes that were read already.
    let head: [UInt8]

    /// Where the rest comes from.
    let source: UploadSource

    /// Returns the only iterator.
    func makeAsyncIterator() -> Iterator {
        Iterator(head: head, source: source)
    }

    /// Reads an ``UploadBody``.
    struct Iterator: AsyncIteratorProtocol {
        /// The bytes at hand, empty once they were given.
        var head: [UInt8]

        /// Where the rest comes from.
        let source: UploadSource

        /// Returns the next piece, or nil at the end.
        @concurrent
        mutating func next() async throws -> ByteBuffer? {
            guard head.isEmpty else {
                defer { head = [] }
                return ByteBuffer(bytes: head)
            }
            guard let piece = try await source.next() else { return nil }
            return ByteBuffer(bytes: piece)
        }
    }
}
