import BlobAPI
import BlobModel
import HTTPSemantics
import HTTPTypes
import Hummingbird

/// What the head of a request says of the part of an upload that is its body.
struct PartOrder: Sendable {
    private let offset: UInt64
    private let endsUpload: Bool
    private let limit: UInt64

    /// Reads the head of a request.
    ///
    /// - Throws: The problem `malformed`, and `BlobError.tooLarge` when the body is said to pass the limit.
    init(_ request: Request) throws {
        // draft-ietf-httpbis-resumable-upload: "the request MUST use the application/partial-upload media type".
        guard request.headers[.contentType] == UploadFields.partType else {
            throw APIProblem(.malformed, detail: "A part of an upload has the type \(UploadFields.partType).")
        }
        offset = try UploadFields.offset(of: request.head)
        endsUpload = try UploadFields.endsUpload(request.head)
        limit = try ReferenceRoutes.limit(of: request)
        let length = request.headers[.contentLength].flatMap(DecimalNumber.parse) ?? 0
        let (end, overflow) = offset.addingReportingOverflow(length)
        guard !overflow, end <= limit else { throw BlobError.tooLarge(limit: limit) }
    }

    /// Returns the part with its bytes.
    func part(_ body: ByteStream) -> UploadPart {
        UploadPart(body: body, offset: offset, endsUpload: endsUpload, limit: limit)
    }
}
