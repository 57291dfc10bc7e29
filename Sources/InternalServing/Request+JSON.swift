import BlobAPI
package import Hummingbird
import NIOCore
package import ServiceSupport

extension Request {
    /// Accepts the body and reads it as JSON.
    ///
    /// - Parameters:
    ///   - type: The type of the value.
    ///   - context: The context of the request.
    ///   - limit: The most bytes that the body may have.
    ///   - detail: What to tell the caller when the body is something else.
    /// - Returns: The value.
    /// - Throws: The problem `malformed` for a body that is longer or no such value; the error of the connection.
    package func json<Value: Decodable>(
        _ type: Value.Type,
        _ context: ServiceRequestContext,
        upTo limit: Int = 64 << 10,
        refusal detail: String
    ) async throws -> Value {
        var body = try await acceptBody(context).makeAsyncIterator()
        var bytes: [UInt8] = []
        while let piece = try await body.next() {
            bytes += piece.readableBytesView
            guard bytes.count <= limit else { throw APIProblem(.malformed, detail: "The body is too long.") }
        }
        guard let value = try? APICoding.decode(type, from: bytes) else { throw APIProblem(.malformed, detail: detail) }
        return value
    }
}
