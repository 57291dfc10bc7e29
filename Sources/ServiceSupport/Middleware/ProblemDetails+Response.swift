import FoundationEssentials
package import HTTPSemantics
package import HTTPTypes
package import Hummingbird
import NIOCore

extension ProblemDetails {
    /// Returns the document as JSON.
    func serialised() -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(self) else {
            preconditionFailure("Problem details hold only numbers and text, which JSON can express.")
        }
        return Array(data)
    }

    /// Returns the response that carries the document, which is never cached, with more fields such as a challenge.
    package func response(_ fields: HTTPFields = [:]) -> Response {
        var headers = fields
        headers[.contentType] = "application/problem+json"
        headers[.cacheControl] = "no-store"
        let body = ResponseBody(byteBuffer: ByteBuffer(bytes: serialised()))
        return Response(status: HTTPResponse.Status(code: status), headers: headers, body: body)
    }
}
