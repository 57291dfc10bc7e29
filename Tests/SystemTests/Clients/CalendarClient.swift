import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Testing

/// A calendar client that speaks CalDAV with managed attachments, one request at a time.
struct CalendarClient: Sendable {
    /// The URL of the front.
    let base: String

    /// As whom requests are sent; nobody for nil.
    let credentials: Credentials?

    /// What sends the requests.
    let http: PlainClient

    /// The path of the user's own calendar.
    var calendar: String { "/calendars/\(credentials?.user ?? "nobody")/calendar/" }

    /// Returns the same client with other credentials, or none.
    func with(_ credentials: Credentials?) -> CalendarClient {
        CalendarClient(base: base, credentials: credentials, http: http)
    }

    /// Sends a request with the credentials to a path of the front, or to a whole URL.
    func send(
        _ method: HTTPMethod,
        _ target: String,
        _ headers: HTTPHeaders = [:],
        body: [UInt8]? = nil
    ) async throws -> Answer {
        let content = body.map { HTTPClientRequest.Body.bytes(ByteBuffer(bytes: $0)) }
        return try await http.send(method, url(target), fields(headers), body: content)
    }

    /// The URL of a path, or a URL as it is.
    func url(_ target: String) -> String { target.hasPrefix("/") ? base + target : target }

    /// The fields of a request with the credentials.
    func fields(_ headers: HTTPHeaders) -> HTTPHeaders {
        var headers = headers
        if let credentials { headers.replaceOrAdd(name: "Authorization", value: credentials.authorization) }
        return headers
    }

    // MARK: Events

    /// Puts an event into the user's calendar.
    @discardableResult
    func put(_ name: String, _ event: [UInt8], _ headers: HTTPHeaders = [:]) async throws -> Answer {
        var fields: HTTPHeaders = ["Content-Type": "text/calendar; charset=utf-8"]
        fields.add(contentsOf: headers)
        return try await send(.PUT, calendar + name, fields, body: event)
    }

    /// Returns an event of the user's calendar.
    func event(_ name: String) async throws -> CalendarText {
        let answer = try await send(.GET, calendar + name)
        try #require(answer.status == 200, "GET of the event: \(answer.text)")
        return CalendarText(answer.body)
    }

    // MARK: Attachments

    /// A file as it is sent.
    struct File: Sendable {
        /// The name.
        var name: String
        /// The media type.
        var type: String
        /// The bytes.
        var bytes: [UInt8]
    }

    /// Adds a file to an event of the user's calendar.
    func add(_ file: File, to name: String, _ headers: HTTPHeaders = [:]) async throws -> Answer {
        try await post("action=attachment-add", file, to: name, headers)
    }

    /// Puts a file in the place of an attachment.
    func update(_ id: String, with file: File, on name: String, _ headers: HTTPHeaders = [:]) async throws -> Answer {
        try await post("action=attachment-update&managed-id=\(id)", file, to: name, headers)
    }

    /// Removes an attachment.
    func remove(_ id: String, from name: String, _ headers: HTTPHeaders = [:]) async throws -> Answer {
        try await send(.POST, calendar + name + "?action=attachment-remove&managed-id=\(id)", headers)
    }

    private func post(_ query: String, _ file: File, to name: String, _ headers: HTTPHeaders) async throws -> Answer {
        var fields: HTTPHeaders = [
            "Content-Type": file.type,
            "Content-Disposition": "attachment; filename*=UTF-8''" + Self.percentEncoded(file.name),
        ]
        fields.add(contentsOf: headers)
        return try await send(.POST, calendar + name + "?" + query, fields, body: file.bytes)
    }

    /// Fetches an attachment as a client that follows redirects and sends its credentials to the front alone.
    func fetch(_ uri: String, _ headers: HTTPHeaders = [:]) async throws -> Answer {
        let answer = try await send(.GET, uri, headers)
        guard answer.status == 307, let location = answer["Location"] else { return answer }
        return try await http.send(.GET, location, headers)
    }

    /// RFC 8187 §3.2.1: everything but attr-char is percent-encoded.
    private static func percentEncoded(_ text: String) -> String {
        text.utf8.map { byte -> String in
            let isPlain = byte < 0x80 && Character(UnicodeScalar(byte)).isAttributeCharacter
            guard !isPlain else { return String(UnicodeScalar(byte)) }
            let digits = String(byte, radix: 16, uppercase: true)
            return "%" + (byte < 16 ? "0" : "") + digits
        }.joined()
    }
}

extension Character {
    fileprivate var isAttributeCharacter: Bool { isLetter || isNumber || "-._~".contains(self) }
}
