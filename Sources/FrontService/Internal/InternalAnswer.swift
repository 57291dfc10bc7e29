import BlobAPI
import HTTPTypes
import Hummingbird
import NIOCore

/// Answers of the internal API; none of them is ever cached.
enum InternalAnswer {
    /// Returns a value as JSON.
    ///
    /// - Throws: `EncodingError` when the value has no JSON form.
    static func response(_ value: some Encodable) throws -> Response {
        Response(
            status: .ok,
            headers: [.contentType: APICoding.mediaType, .cacheControl: "no-store"],
            body: try body(value)
        )
    }

    /// Returns a problem document with the fields that its status asks for.
    ///
    /// - Throws: `EncodingError`, which a problem never causes.
    static func response(_ problem: APIProblem) throws -> Response {
        Response(
            status: HTTPResponse.Status(code: problem.code.status),
            headers: problem.fields,
            body: try body(problem)
        )
    }

    private static func body(_ value: some Encodable) throws -> ResponseBody {
        ResponseBody(byteBuffer: ByteBuffer(bytes: try APICoding.encode(value)))
    }
}
