import BlobAPI
import BlobModel
import BlobStore
import HTTPTypes
import Hummingbird
import NIOCore
import ServiceSupport

/// Answers a GET or HEAD with a blob.
struct DownloadResponder: Sendable {
    /// What sends the bytes.
    let bodies: DownloadBodies

    /// Answers a request that was found entitled to a download.
    ///
    /// - Throws: `BlobError`, and the problems `attachment-gone`, `malformed`, `precondition-failed`, and
    ///   `range-not-satisfiable`.
    func respond(
        to request: Request,
        _ context: ServiceRequestContext,
        with download: Download,
        from store: any NodeStorage
    ) async throws -> Response {
        let contents = try await contents(of: download, for: request.head, in: store)
        let size = contents.description.size
        let answer = try DownloadAnswer(to: request.head, with: download.presentation, size: size)
        let pieces = answer.pieces
        let body: ResponseBody
        if let bytes = contents.bytes, DownloadPiece.onlyRange(pieces) == 0..<size {
            body = ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        } else {
            body = try await bodies.body(of: download.blob, in: download.domain, pieces: pieces, from: store, context)
        }
        return Response(status: answer.status, headers: answer.fields, body: body)
    }

    /// The leave names a blob that was there: when it is not, it has been deleted.
    private func contents(
        of download: Download,
        for request: HTTPRequest,
        in store: any NodeStorage
    ) async throws -> BlobContents {
        do {
            guard Self.wantsAll(request) else {
                let description = try await store.description(of: download.blob, in: download.domain)
                return BlobContents(description: description, bytes: nil)
            }
            return try await store.contents(of: download.blob, in: download.domain, upTo: DownloadBodies.smallBytes)
        } catch let error as BlobError where error.isAbsence {
            throw APIProblem(.attachmentGone)
        }
    }

    /// Whether a request is sure to be answered with all bytes, so that it is worth reading them with the description.
    private static func wantsAll(_ request: HTTPRequest) -> Bool {
        let fields = request.headerFields
        return request.method == .get && [.range, .ifMatch, .ifNoneMatch].allSatisfy { !fields.contains($0) }
    }
}
