import NIOHTTP1
import Testing

/// A browser that runs no script, with one user logged in.
struct PageBrowser: Sendable {
    /// One part of a form.
    enum Part: Sendable {
        /// A field with its value.
        case field(String, String)
        /// A file with its name, its media type, and its content.
        case file(String, String, [UInt8])
    }

    /// What a browser says of a form that is sent from a page of the same origin (W3C Fetch Metadata §2).
    static let ownPage: HTTPHeaders = [
        "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document",
    ]

    private static let boundary = "----WebKitFormBoundary7MA4YWxkTrZu0gW"

    /// What sends the requests.
    let client: CalendarClient

    /// Makes a browser of a client's user.
    init(_ client: CalendarClient) {
        self.client = client
    }

    /// Gets a page that is there, and returns its text.
    func page(_ path: String) async throws -> String {
        let answer = try await client.send(.GET, path)
        try #require(answer.status == 200, "\(path): \(answer)")
        return answer.text
    }

    /// Returns the hidden fields of the first form of a page, in their order.
    func hiddenFields(on path: String) async throws -> [Part] {
        let form = try await page(path).split(separator: "<form ").first { $0.contains("method=\"post\"") } ?? ""
        return form.split(separator: "<input type=\"hidden\" name=\"").dropFirst().map { text in
            let parts = text.split(separator: "\"", omittingEmptySubsequences: false)
            return .field(String(parts[0]), String(parts[2]).replacing("&quot;", with: "\""))
        }
    }

    /// Returns the first link or action of a page that begins and ends in certain ways.
    func link(from start: String, to end: String, on path: String) async throws -> String {
        let values = try await page(path).split(separator: "\"").map(String.init)
        return try #require(values.first { $0.hasPrefix(start) && $0.hasSuffix(end) }, "\(start)…\(end) on \(path)")
    }

    /// Fills the first form of a page in, and sends it to an action.
    func submit(
        _ action: String,
        from path: String,
        _ parts: [Part] = [],
        _ headers: HTTPHeaders = ownPage
    ) async throws -> Answer {
        try await send(action, try await hiddenFields(on: path) + parts, headers)
    }

    /// Sends a form as it is.
    func send(_ action: String, _ parts: [Part], _ headers: HTTPHeaders = ownPage) async throws -> Answer {
        var fields = headers
        fields.add(name: "Content-Type", value: Self.contentType)
        return try await client.send(.POST, action, fields, body: Self.body(of: parts))
    }

    /// The media type of a form, as browsers write it.
    static var contentType: String { "multipart/form-data; boundary=\(boundary)" }

    /// Returns the body of a form (HTML, "multipart form data").
    static func body(of parts: [Part]) -> [UInt8] {
        parts.flatMap { part in
            switch part {
            case .field(let name, let value):
                Array("--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8)
            case .file(let name, let type, let content):
                Array(
                    """
                    --\(boundary)\r\nContent-Disposition: form-data; name="file"; filename="\(name)"\r
                    Content-Type: \(type)\r\n\r\n
                    """.utf8
                ) + content + Array("\r\n".utf8)
            }
        } + Array("--\(boundary)--\r\n".utf8)
    }
}
