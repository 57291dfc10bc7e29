import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@testable import FrontService

/// A user with a browser that runs no script.
struct PageVisitor: Sendable {
    /// One part of a form.
    enum Part {
        /// A field with its value.
        case field(String, String)
        /// A file with its name, its media type, and its content.
        case file(String, String, String)
    }

    /// The page of the event that tests use.
    static let event = "/my/c/calendar/e1.ics/"

    /// The front.
    let front: AttachmentFront

    /// The name of the user.
    var user = "alice"

    /// Gets a page.
    func get(_ uri: String, _ headers: [String: String] = [:]) async throws -> TestResponse {
        try await front.front.send("GET", uri, as: user, headers)
    }

    /// Gets a page that is there, and returns its text.
    func page(_ uri: String = event) async throws -> String {
        let response = try await get(uri)
        try #require(response.status == .ok, "\(response.status)")
        return String(buffer: response.body)
    }

    /// Returns the value of a hidden field of the first form of a page.
    func hidden(_ name: String, on uri: String = event) async throws -> String {
        let page = try await page(uri)
        let start = try #require(page.firstRange(of: "name=\"\(name)\" value=\"")).upperBound
        return String(page[start...].prefix { $0 != "\"" }).replacing("&quot;", with: "\"")
    }

    /// Sends a form with the token and the entity tag of the event's page.
    func submit(
        _ action: String,
        _ parts: [Part] = [],
        _ headers: [String: String] = ["Sec-Fetch-Site": "same-origin"]
    ) async throws -> TestResponse {
        let hidden: [Part] = [.field("token", try await hidden("token")), .field("etag", try await hidden("etag"))]
        return try await send(action, hidden + parts, headers)
    }

    /// Sends a form as it is.
    func send(
        _ action: String,
        _ parts: [Part],
        _ headers: [String: String] = ["Sec-Fetch-Site": "same-origin"]
    ) async throws -> TestResponse {
        let fields = headers.merging(["Content-Type": "multipart/form-data; boundary=b1"]) { $1 }
        return try await front.front.send("POST", action, as: user, fields, body: Self.body(of: parts))
    }

    /// Returns the paths of the forms of a page that end in a word.
    func forms(_ word: String, on uri: String = event) async throws -> [String] {
        let page = try await page(uri)
        let values = page.split(separator: "\"").map(String.init)
        return values.filter { $0.hasPrefix("/my/") && $0.hasSuffix("/\(word)") }
    }

    /// Returns the body of a form.
    static func body(of parts: [Part]) -> String {
        parts.map { part in
            switch part {
            case .field(let name, let value):
                "--b1\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
            case .file(let name, let type, let content):
                """
                --b1\r\nContent-Disposition: form-data; name="file"; filename="\(name)"\r\nContent-Type: \(type)\r\n\r\n\
                \(content)\r\n
                """
            }
        }.joined() + "--b1--\r\n"
    }
}

extension TestResponse {
    /// The body as a text.
    var text: String { String(buffer: body) }
}
