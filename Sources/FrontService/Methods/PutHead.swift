import CalDAV
import HTTPSemantics
import HTTPTypes
import Hummingbird
import ServiceSupport
import WebDAV

/// What the head of a PUT says, checked.
struct PutHead: Sendable {
    /// The conditions on the current object.
    let conditions: RequestConditions

    /// What the client would like to get back.
    let preferences: Preferences

    /// Whether a body of a declared, small length follows, for which the client does not wait to be asked.
    let isFollowedByShortBody: Bool

    /// Reads and checks the fields.
    ///
    /// - Throws: `WebDAVError` 400 for a partial PUT or a malformed condition, 415 for a content coding, 403 with the
    ///   precondition for another media type or a declared length over the limit.
    init(_ request: FrontRequest, maximumSize: Int) throws {
        let fields = request.request.headers
        conditions = try RequestConditions(request)
        preferences = Preferences(parsing: fields[values: .prefer])
        // RFC 9110 §14.5: "An origin server SHOULD respond with a 400 (Bad Request) status code if it receives
        // Content-Range on a PUT for a target resource that does not support partial PUT requests."
        guard fields[.contentRange] == nil else {
            throw WebDAVError(.badRequest, "A part of a calendar object cannot be put.")
        }
        guard fields[.contentEncoding].map({ $0.lowercased() == "identity" }) ?? true else {
            throw WebDAVError(.unsupportedMediaType, "Content codings are not supported.")
        }
        try Self.checkMediaType(fields.combinedValue(of: .contentType))
        let length = fields.combinedValue(of: .contentLength).flatMap { Int($0) }
        if let length, length > maximumSize { throw CalendarDataBody.tooLarge(maximumSize) }
        isFollowedByShortBody = length.map { $0 <= HTTPRequest.briefBodyOctets } ?? false && fields[.expect] == nil
    }

    /// RFC 4791 §5.3.2.1 (CALDAV:supported-calendar-data): the resource "MUST be a supported media type".
    ///
    /// A missing Content-Type is taken for text/calendar, since many simple clients send none.
    private static func checkMediaType(_ value: String?) throws {
        guard let value else { return }
        let type = MediaType(parsing: value)
        let charset = type?.parameter("charset")?.lowercased() ?? "utf-8"
        guard type?.essence == "text/calendar", ["utf-8", "utf8", "us-ascii"].contains(charset) else {
            throw WebDAVError(
                .supportedCalendarData,
                "Only text/calendar in UTF-8 is supported."
            )
        }
    }
}
