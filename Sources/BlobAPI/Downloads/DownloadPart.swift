package import HTTPSemantics
package import HTTPTypes

/// Which bytes of a blob a request is answered with, and the fields that say so.
package struct DownloadPart: Sendable {
    /// 200, or 206 for a part.
    package let status: HTTPResponse.Status

    /// The bytes to send; empty for an empty blob.
    package let range: Range<UInt64>

    /// `Accept-Ranges`, `Content-Length`, `ETag`, and for a part `Content-Range`.
    package let fields: HTTPFields

    /// Reads the range of a request.
    ///
    /// - Parameters:
    ///   - request: The head of the request.
    ///   - entityTag: The strong tag of the blob.
    ///   - size: The size of the blob in bytes.
    /// - Throws: The problem `range-not-satisfiable` with the size.
    package init(of request: HTTPRequest, entityTag: EntityTag, size: UInt64) throws(APIProblem) {
        // RFC 9110 §14.2: "A server MUST ignore a Range header field received with a request method that is
        // unrecognized or for which range handling is not defined. For this specification, GET is the only method".
        let field = request.method == .get ? request.headerFields[.range] : nil
        let condition = request.headerFields[.ifRange]
        var fields: HTTPFields = [.acceptRanges: "bytes", .eTag: entityTag.description]
        switch ByteRangeRequest.parse(field, ifRange: condition, etag: entityTag, size: size) {
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
