import HTTPSemantics
import HTTPTypes
import Hummingbird
import NIOCore
import WebDAV

/// What the row of a completed grant keeps, so that its answer can be given again.
struct CompletedGrant: Codable, Hashable, Sendable {
    /// The entity tag of the resource as it was stored.
    let etag: String

    /// The URI of the attachment.
    let location: String
}

/// What the row of a refused grant keeps, so that its answer can be given again.
struct RefusedGrant: Codable, Hashable, Sendable {
    /// The status.
    let status: Int

    /// The body, `DAV:error` as text.
    let body: String

    /// The seconds after which the client may begin again, if that makes sense.
    let retryAfter: Int?

    /// Keeps a refusal.
    init(_ error: WebDAVError, retryAfter: Int? = nil) {
        status = error.status.code
        body = String(decoding: error.body, as: UTF8.self)
        self.retryAfter = retryAfter
    }

    /// The answer.
    var response: Response {
        var headers: HTTPFields = [
            .contentType: HTTPSemantics.MediaType.xml.description, .cacheControl: "no-store",
        ]
        headers[.retryAfter] = retryAfter.map { String($0) }
        return Response(
            status: HTTPResponse.Status(code: status),
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: body))
        )
    }
}
