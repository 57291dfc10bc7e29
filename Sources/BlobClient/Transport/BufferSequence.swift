import NIOCore

/// Bytes that are all at hand, as the HTTP client takes a body that it shall not copy.
struct BufferSequence: AsyncSequence, Sendable {
    /// The bytes, in order.
    let buffers: [ByteBuffer]

    /// Returns an iterator that stands before the first buffer.
    func makeAsyncIterator() -> Iterator { Iterator(rest: buffers[...]) }

    /// Gives the buffers one by one.
    struct Iterator: AsyncIteratorProtocol {
        /// What was not given yet.
        var rest: ArraySlice<ByteBuffer>

        /// Returns the next buffer, or nil at the end.
        mutating func next() async -> ByteBuffer? { rest.popFirst() }
    }
}
