import BlobAPI
package import HTTPTypes
package import Hummingbird
import NIOCore

extension Response {
    /// Returns an answer of the internal API, which is never cached.
    ///
    /// - Throws: `EncodingError` when the value has no JSON form.
    package static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        Response(
            status: status,
            headers: [.contentType: APICoding.mediaType, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: try APICoding.encode(value)))
        )
    }
}
