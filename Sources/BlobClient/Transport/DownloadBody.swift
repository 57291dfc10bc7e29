import AsyncHTTPClient
import BlobModel
import NIOCore

/// The body of a streamed answer as the pieces of a `ByteStream`.
///
/// Backpressure reaches the node: nothing is read from the connection before the next piece is asked for. Letting go
/// of the sequence closes the connection.
struct DownloadBody: AsyncSequence, Sendable {
    /// The body of the answer.
    let body: HTTPClientResponse.Body

    /// Returns the only iterator.
    func makeAsyncIterator() -> Iterator {
        Iterator(base: body.makeAsyncIterator())
    }

    /// Reads a ``DownloadBody``.
    struct Iterator: AsyncIteratorProtocol {
        /// The iterator of the answer's body.
        var base: HTTPClientResponse.Body.AsyncIterator

        /// Returns the next piece, or nil at the end.
        ///
        /// - Throws: `BlobError.unavailable` when the connection breaks, and `CancellationError`.
        @concurrent
        mutating func next() async throws -> [UInt8]? {
            do {
                guard let buffer = try await base.next() else { return nil }
                return Array(buffer.readableBytesView)
            } catch {
                try Task.checkCancellation()
                throw BlobError.unavailable(TransportError(wrapping: error).reason)
            }
        }
    }
}
