import AsyncHTTPClient
import BlobAPI
import NIOCore

extension HTTPClientResponse {
    /// Reads the body as JSON.
    ///
    /// - Throws: ``TransportError`` when it breaks off or is not what the contract says; `CancellationError`.
    func json<Value: Decodable>(_ type: Value.Type, of operation: Operation) async throws -> Value {
        do {
            let body = try await body.collect(upTo: APICoding.maximumBytes)
            return try APICoding.decode(type, from: Array(body.readableBytesView))
        } catch is DecodingError {
            throw TransportError.malformedAnswer(of: operation)
        } catch {
            try Task.checkCancellation()
            throw TransportError(wrapping: error)
        }
    }

    /// Reads the body of an answer that says all by its status, so that its connection can be used again.
    ///
    /// - Throws: ``TransportError`` when it breaks off; `CancellationError`.
    func readToEnd() async throws {
        do {
            _ = try await body.collect(upTo: APICoding.maximumBytes)
        } catch {
            try Task.checkCancellation()
            throw TransportError(wrapping: error)
        }
    }
}
