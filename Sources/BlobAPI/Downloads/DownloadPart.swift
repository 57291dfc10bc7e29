package import HTTPSemantics
package import HTTPTypes

/// Which bytes of a blob a request is answered with, and the fields that say so.
package struct DownloadPart: Sendable {
    /// 200, or 206 for a part.
    package let status: HTTPResponse.Status

    /// The pieces of the body, none of them empty; no piece for an empty blob.
    package let pieces: [DownloadPiece]

    /// `Accept-Ranges`, `Content-Length`, `ETag`; for a part `Content-Range`, and for several their `Content-Type`.
    package let fields: HTTPFields

    /// Reads the range of a request.
    ///
    /// - Parameters:
    ///   - request: The head of the request.
    ///   - entityTag: The strong tag of the blob.
    ///   - size: The size of the blob in bytes.
    ///   - multipart: Makes the body of several parts, or returns nil to send the whole in their place.
    /// - Throws: The problem `range-not-satisfiable` with the size.
    package init(
        of request: HTTPRequest,
        entityTag: EntityTag,
        size: UInt64,
        multipart: ([Range<UInt64>]) -> MultipartByteRanges? = { _ in nil }
    ) throws(APIProblem) {
        // RFC 9110 §14.2: "A server MUST ignore a Range header field received with a request method that is
        // unrecognized or for which range handling is not defined. For this specification, GET is the only method".
        let field = request.method == .get ? request.headerFields[.range] : nil
        let condition = request.headerFields[.ifRange]
        var fields: HTTPFields = [.acceptRanges: "bytes", .eTag: entityTag.description]
        var pieces = [DownloadPiece.range(0..<size)]
        var status = HTTPResponse.Status.ok
        switch ByteRangeRequest.parse(field, ifRange: condition, etag: entityTag, size: size) {
        case .whole: break
        case .part(let part):
            status = .partialContent
            pieces = [.range(part)]
            fields[.contentRange] = ByteRangeRequest.contentRange(of: part, size: size)
        case .parts(let parts):
            guard let body = multipart(parts) else { break }
            status = .partialContent
            pieces = body.pieces
            // RFC 9110 §15.3.7.2: "a server MUST NOT generate a Content-Range header field in the HTTP header section
            // of a multiple part response".
            fields[.contentType] = body.mediaType
        case .unsatisfiable:
            throw .rangeNotSatisfiable(size: size)
        }
        self.status = status
        self.pieces = pieces.filter { $0.count > 0 }
        fields[.contentLength] = String(pieces.reduce(0) { $0 + $1.count })
        self.fields = fields
    }
}
