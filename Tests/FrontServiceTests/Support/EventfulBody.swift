import NIOCore

/// A body that does something in its middle.
struct EventfulBody: AsyncSequence, Sendable {
    /// What it does.
    let event: @Sendable () async throws -> Void

    func makeAsyncIterator() -> Iterator { Iterator(event: event) }

    struct Iterator: AsyncIteratorProtocol {
        let event: @Sendable () async throws -> Void
        var pieces = ["first ", "second"]

        mutating func next() async throws -> ByteBuffer? {
            guard !pieces.isEmpty else { return nil }
            if pieces.count == 1 { try await event() }
            return ByteBuffer(string: pieces.removeFirst())
        }
    }
}
