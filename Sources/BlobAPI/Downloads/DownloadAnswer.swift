import HTTPSemantics
package import HTTPTypes

/// What a GET or HEAD of an attachment's bytes is answered with, as its conditions and its range decide.
package struct DownloadAnswer: Sendable {
    /// 200, 206, or 304.
    package let status: HTTPResponse.Status

    /// All fields of the answer.
    package let fields: HTTPFields

    /// The pieces of the body, none of them empty; no piece where the head is all.
    package let pieces: [DownloadPiece]

    /// Evaluates a request of a client that may have the bytes.
    ///
    /// - Parameters:
    ///   - request: The head of the request, a GET or HEAD.
    ///   - presentation: How the bytes are shown.
    ///   - size: The size of the blob in bytes.
    /// - Throws: The problems `malformed`, `precondition-failed`, and `range-not-satisfiable`.
    package init(
        to request: HTTPRequest,
        with presentation: DownloadPresentation,
        size: UInt64
    ) throws(APIProblem) {
        let conditions = try Self.conditions(of: request)
        switch conditions.evaluate(current: presentation.entityTag, modified: nil, isSafe: true) {
        case .notModified:
            status = .notModified
            fields = presentation.validators
            pieces = []
        case .preconditionFailed:
            throw APIProblem(.preconditionFailed)
        case .proceed:
            let whole = presentation.representation
            let part = try DownloadPart(of: request, entityTag: presentation.entityTag, size: size) { parts in
                let partType = whole[.contentType] ?? "application/octet-stream"
                return MultipartByteRanges(parts, of: presentation.blob, partType: partType, size: size)
            }
            status = part.status
            fields = part.fields.reduce(into: whole) { $0[$1.name] = $1.value }
            pieces = request.method == .head ? [] : part.pieces
        }
    }

    private static func conditions(of request: HTTPRequest) throws(APIProblem) -> ConditionalRequest {
        do throws(HTTPFieldError) {
            return try ConditionalRequest(
                ifMatch: request.headerFields[.ifMatch],
                ifNoneMatch: request.headerFields[.ifNoneMatch]
            )
        } catch {
            throw APIProblem(.malformed, detail: error.description)
        }
    }
}
