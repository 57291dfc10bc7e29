import BlobAPI
import HTTPSemantics
import HTTPTypes
import Hummingbird

/// Which bytes of a blob a request is answered with, and the fields that say so.
struct DownloadPart: Sendable {
    /// 200, or 206 for a part.
    let status: HTTPResponse.Status

    /// The bytes to send; empty for an empty blob.
    let range: Range<UInt64>

    /// `Accept-Ranges`, `Content-Length`, `ETag`, and for a part `Content-Range`.
    let fields: HTTPFields

    /// Reads the range of a request.
    ///
    /// - Throws: The problem `range-not-satisfiable` with the size.
    init(_ request: Request, etag: EntityTag, size: UInt64) throws(APIProblem) {
        // RFC 9110 §14.2: "A server MUST ignore a Range header field received with a request method that is
        // unrecognized or for which range handling is not defined. For this specification, GET is the only method".
        let field = request.method == .get ? request.headers[.range] : nil
        var fields: HTTPFields = [.acceptRanges: "bytes", .eTag: etag.description]
        switch ByteRangeRequest.parse(field, ifRange: request.headers[.ifRange], etag: etag, size: size) {
        case .whole:
            status = .ok
            range = 0..<size
        case .part(let part):
            status = .partialContent
            range = part
            fields[.contentRange] = ByteRangeRequest.contentRange(of: part, size: size)
        case .unsatisfiable:
            throw .rangeNotSatisfiable(size: size)
        }
        fields[.contentLength] = String(range.count)
        self.fields = fields
    }
}
