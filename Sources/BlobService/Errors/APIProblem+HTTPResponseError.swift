package import BlobAPI
import HTTPSemantics
package import HTTPTypes
package import Hummingbird
import NIOCore

extension APIProblem: HTTPResponseError {
    /// The status of the answer.
    package var status: HTTPResponse.Status { HTTPResponse.Status(code: code.status) }

    /// Returns the answer: the problem as JSON, never cached, with the fields that its status asks for.
    package func response(from request: Request, context: some RequestContext) throws -> Response {
        var fields = fields
        fields[.contentType] = Self.mediaType
        fields[.cacheControl] = "no-store"
        let body = ByteBuffer(bytes: try APICoding.encode(self))
        return Response(status: status, headers: fields, body: ResponseBody(byteBuffer: body))
    }

    private var fields: HTTPFields {
        switch code {
        // RFC 9110 §15.5.2: "The server generating a 401 response MUST send a WWW-Authenticate header field".
        case .peerUnauthenticated: [.wwwAuthenticate: "Bearer"]
        case .credentialsRequired: [.wwwAuthenticate: challenge ?? "Basic"]
        // RFC 9110 §15.5.6: "The origin server MUST generate an Allow header field in a 405 response".
        case .methodNotAllowed: [.allow: "GET, HEAD"]
        // RFC 9110 §14.4: a 416 for a byte range SHOULD tell the current length.
        case .rangeNotSatisfiable:
            size.map { [.contentRange: ByteRangeRequest.unsatisfiedContentRange(size: $0)] } ?? [:]
        case .tooManyAttempts: retryAfter.map { [.retryAfter: String($0)] } ?? [:]
        default: [:]
        }
    }
}
