import HTTPSemantics
import HTTPTypes
import Hummingbird
import ICalendar
import Logging
import NIOCore
import SQLDatabase
import WebDAV

/// A 207 answer that is written response by response, so that a listing of any length takes little memory.
struct MultistatusStream: Sendable {
    private static let pieceSize = 32 << 10

    /// The new sync token, to be set by the producer of an answer to a sync-collection report (RFC 6578 §6.2).
    var syncToken: String?

    private var document = MultistatusWriter()

    /// Returns an answer whose responses a closure writes.
    ///
    /// - Parameters:
    ///   - applied: The preferences that were honoured (RFC 7240 §3).
    ///   - logger: The request's logger, for an error of the service that cuts the answer off.
    ///   - produce: Writes all responses; an error that it throws cuts the connection, as the status has been sent.
    /// - Returns: The answer.
    static func response(
        applied: [String],
        logger: Logger,
        _ produce:
            @escaping @Sendable @concurrent (inout MultistatusStream, inout any ResponseBodyWriter) async throws -> Void
    ) -> Response {
        var headers: HTTPFields = [.contentType: MediaType.xml.description, .cacheControl: "no-store"]
        if !applied.isEmpty { headers[.preferenceApplied] = applied.joined(separator: ", ") }
        let body = ResponseBody { writer in
            var stream = MultistatusStream()
            do {
                try await produce(&stream, &writer)
            } catch {
                note(error, logger)
                throw error
            }
            try await writer.write(ByteBuffer(bytes: stream.document.finish(syncToken: stream.syncToken)))
            try await writer.finish(nil)
        }
        return Response(status: .multiStatus, headers: headers, body: body)
    }

    /// Logs an error of the service; one of the connection is told by the access log.
    private static func note(_ error: any Error, _ logger: Logger) {
        switch error {
        case SQLError.cancelled: break
        case is SQLError, is WebDAVError, is ICalendarError:
            logger.error("answer cut off", metadata: ["error": "\(error)"])
        default: break
        }
    }

    /// Writes one response, and sends what is pending once it is enough for a piece.
    @concurrent
    mutating func write(
        _ response: MultistatusResponse,
        to writer: inout any ResponseBodyWriter
    ) async throws {
        document.write(response)
        guard document.pendingCount >= Self.pieceSize else { return }
        try await writer.write(ByteBuffer(bytes: document.take()))
    }
}
