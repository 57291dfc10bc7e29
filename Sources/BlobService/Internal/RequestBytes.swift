import Hummingbird
import NIOCore

/// The body of a request as pieces for a `ByteStream`; nothing is read from the connection before it is asked for.
struct RequestBytes: AsyncSequence, Sendable {
    /// The body.
    let body: RequestBody

    /// Returns the only iterator.
    func makeAsyncIterator() -> Iterator {
        Iterator(base: body.makeAsyncIterator())
    }

    /// Reads the body.
    struct Iterator: AsyncIteratorProtocol {
        /// The iterator of the body.
        var base: RequestBody.AsyncIterator

        /// Returns the next piece, or nil at the end.
        ///
        /// - Throws: What the connection ends with, before the body's end.
        @concurrent
        mutating func next() async throws -> [UInt8]? {
            guard let buffer = try await base.next() else { return nil }
            return Array(buffer.readableBytesView)
        }
    }
}
