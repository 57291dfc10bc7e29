import HTTPTypes
package import Hummingbird
import HTTPSemantics
import NIOCore
package import WebDAV

extension WebDAVError: HTTPResponseError {
    /// Makes the response with its `DAV:error` body; called by the error middleware and by nothing else.
    package func response(from request: Request, context: some RequestContext) throws -> Response {
        response
    }

    /// The response with its `DAV:error` body, which is never cached.
    var response: Response {
        Response(
            status: status,
            headers: [.contentType: MediaType.xml.description, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body))
        )
    }
}
