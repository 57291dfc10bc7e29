import Hummingbird
import NIOCore
import ServiceSupport

/// The body of a request as the pieces of an upload, asked for when the first piece is read.
///
/// A client that waits for `100 Continue` gets it then, and not before: whoever stores the bytes is ready for them.
struct UploadBytes: AsyncSequence, Sendable {
    /// The request.
    let request: Request

    /// The connection of the request.
    let context: ServiceRequestContext

    /// Returns the only iterator.
    func makeAsyncIterator() -> Iterator {
        Iterator(request: request, context: context)
    }

    /// Reads the body.
    struct Iterator: AsyncIteratorProtocol {
        private let request: Request
        private let context: ServiceRequestContext
        private var body: RequestBody.AsyncIterator?

        /// Makes a reader that has asked for nothing.
        init(request: Request, context: ServiceRequestContext) {
            self.request = request
            self.context = context
        }

        /// Returns the next piece, or nil at the end.
        ///
        /// - Throws: `RequestBodyError` for a body that was cut off; the error of the connection.
        @concurrent
        mutating func next() async throws -> [UInt8]? {
            var reader: RequestBody.AsyncIterator
            if let body {
                reader = body
            } else {
                reader = try await request.acceptBody(context).makeAsyncIterator()
            }
            let piece = try await reader.next()
            body = reader
            return piece.map { Array(buffer: $0) }
        }
    }
}
