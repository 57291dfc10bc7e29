import AttachmentStore
import BlobAPI
import BlobModel
import HTTPSemantics
import HTTPTypes
import Hummingbird
import NIOCore
import ServiceSupport
import WebDAV

/// Sends the bytes of attachments through the front, piece by piece at the client's pace.
struct AttachmentBytes: Sendable {
    /// Where the bytes are.
    let blobs: any BlobStorage

    /// Answers a request of a principal who may read the attachment.
    ///
    /// The first bytes are asked for before any head is sent, so that a store that is away makes a 503. A fault that
    /// shows later ends the connection inside the body, so that no client takes a cut body for a whole one.
    ///
    /// - Throws: `WebDAVError` 400, 410 and 412; `HTTPError` 416; `BlobError`.
    func response(
        to request: Request,
        over channel: any Channel,
        with held: HeldAttachment
    ) async throws -> Response {
        let answer = try Self.answer(to: request.head, with: held.attachment)
        guard !answer.pieces.isEmpty else { return Response(status: answer.status, headers: answer.fields) }
        let first = try await bytes(of: answer.pieces[0], held)
        let rest = answer.pieces.dropFirst()
        let body = ResponseBody(contentLength: Int(answer.pieces.reduce(0) { $0 + $1.count })) { writer in
            for try await bytes in first {
                try await writer.write(ByteBuffer(bytes: bytes), takenOn: channel.eventLoop)
            }
            for piece in rest {
                for try await bytes in try await bytes(of: piece, held) {
                    try await writer.write(ByteBuffer(bytes: bytes), takenOn: channel.eventLoop)
                }
            }
            try await writer.finish(nil)
        }
        return Response(status: answer.status, headers: answer.fields, body: body)
    }

    private func bytes(of piece: DownloadPiece, _ held: HeldAttachment) async throws -> ByteStream {
        switch piece {
        case .literal(let bytes): return .bytes(bytes)
        case .range(let range):
            let part = range.count == held.attachment.size ? nil : range
            do {
                return try await blobs.read(held.attachment.blob, in: held.holding.domain, range: part)
            } catch BlobError.gone {
                throw WebDAVError(.gone, "The bytes of the attachment were erased.")
            }
        }
    }

    private static func answer(to request: HTTPRequest, with attachment: Attachment) throws -> DownloadAnswer {
        let presentation = DownloadPresentation(
            blob: attachment.blob,
            filename: attachment.filename,
            mediaType: attachment.mediaType,
            isInline: false,
            cacheControl: DownloadPresentation.credentialsCacheControl
        )
        do throws(APIProblem) {
            return try DownloadAnswer(to: request, with: presentation, size: attachment.size)
        } catch {
            throw refusal(error)
        }
    }

    private static func refusal(_ problem: APIProblem) -> any Error {
        switch problem.code {
        case .preconditionFailed:
            return WebDAVError.preconditionFailed
        case .rangeNotSatisfiable:
            // RFC 9110 §15.5.17: a 416 to a byte range SHOULD tell the current length in Content-Range.
            let fields: HTTPFields? = problem.size.map {
                [.contentRange: ByteRangeRequest.unsatisfiedContentRange(size: $0)]
            }
            return HTTPError(.rangeNotSatisfiable, headers: fields ?? HTTPFields(), message: problem.title)
        default:
            return WebDAVError(.badRequest, problem.detail ?? problem.title)
        }
    }
}
