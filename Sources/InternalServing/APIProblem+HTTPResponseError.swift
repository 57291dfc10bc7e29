package import BlobAPI
package import HTTPTypes
package import Hummingbird
import NIOCore

extension APIProblem: HTTPResponseError {
    /// The status of the answer.
    package var status: HTTPResponse.Status { HTTPResponse.Status(code: code.status) }

    /// Returns the answer: the problem as JSON, never cached, with the fields that its status asks for.
    package func response(from request: Request, context: some RequestContext) throws -> Response {
        let body = ByteBuffer(bytes: try APICoding.encode(self))
        return Response(status: status, headers: fields, body: ResponseBody(byteBuffer: body))
    }
}
