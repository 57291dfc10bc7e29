import BlobAPI
import BlobModel
import Hummingbird
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
        let size = try await size(of: download, in: store)
        let answer = try DownloadAnswer(to: request.head, with: download.presentation, size: size)
        guard let range = answer.range else { return Response(status: answer.status, headers: answer.fields) }
        let body = try await bodies.body(of: download.blob, in: download.domain, range: range, from: store, context)
        return Response(status: answer.status, headers: answer.fields, body: body)
    }

    /// The leave names a blob that was there: when it is not, it has been deleted.
    private func size(of download: Download, in store: any NodeStorage) async throws -> UInt64 {
        do {
            return try await store.description(of: download.blob, in: download.domain).size
        } catch let error as BlobError where error.isAbsence {
            throw APIProblem(.attachmentGone)
        }
    }
}
