import AttachmentStore
import FoundationEssentials
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import ICalendar
import Logging
import NIOCore
import NIOEmbedded
import ServiceSupport
import Testing

@testable import FrontService

/// Requests to the front.
extension AttachmentFront {
    /// Posts an addition and returns the answer.
    func add(
        to uri: String = event,
        _ content: String = "Hello",
        as user: String = "alice",
        _ headers: [String: String] = [:]
    ) async throws -> TestResponse {
        try await front.send("POST", "\(uri)?action=attachment-add", as: user, headers, body: content)
    }

    /// Adds an attachment and returns its managed ID.
    @discardableResult
    func added(
        to uri: String = event,
        _ content: String = "Hello",
        as user: String = "alice",
        _ headers: [String: String] = [:]
    ) async throws -> AttachmentID {
        let response = try await add(to: uri, content, as: user, headers)
        try #require(response.status == .created, "\(response.status) \(String(buffer: response.body))")
        let text = try #require(response.headers[.calManagedID])
        return try #require(AttachmentID(parsing: text))
    }

    /// Posts an update and returns the answer.
    func update(
        _ id: AttachmentID,
        _ content: String,
        _ headers: [String: String] = [:]
    ) async throws -> TestResponse {
        try await front.send(
            "POST",
            "\(Self.event)?action=attachment-update&managed-id=\(id)",
            headers,
            body: content
        )
    }

    /// Posts a removal and returns the answer.
    func remove(_ id: AttachmentID, _ headers: [String: String] = [:]) async throws -> TestResponse {
        try await front.send("POST", "\(Self.event)?action=attachment-remove&managed-id=\(id)", headers, body: "")
    }

    /// Puts data and returns the answer.
    func put(
        _ data: String,
        at uri: String = event,
        as user: String = "alice",
        _ headers: [String: String] = [:]
    ) async throws -> TestResponse {
        let headers = headers.merging(["Content-Type": "text/calendar"]) { $1 }
        return try await front.send("PUT", uri, as: user, headers, body: data)
    }

    /// Returns the data of an object as a client gets it.
    func data(of uri: String = event, as user: String = "alice") async throws -> String {
        let response = try await front.send("GET", uri, as: user)
        try #require(response.status == .ok)
        return String(buffer: response.body)
    }

    /// Returns the ATTACH properties of each component of an object.
    func attachments(of uri: String = event, as user: String = "alice") async throws -> [[Property]] {
        let resource = try CalendarObjectResource(parsing: Array(try await data(of: uri, as: user).utf8))
        return resource.instances.map { $0.properties(named: "ATTACH") }
    }

    /// Sends a request of alice whose body comes as a test likes it, and returns the head of the answer.
    func stream(
        _ body: RequestBody,
        to uri: String = "\(event)?action=attachment-add",
        _ headers: [String: String] = [:]
    ) async throws -> HTTPResponse {
        var fields: HTTPFields = [.authorization: "Basic \(Data("alice:alice".utf8).base64EncodedString())"]
        for (name, value) in headers { fields[try #require(HTTPField.Name(name))] = value }
        let head = HTTPRequest(method: .post, scheme: "http", authority: "localhost", path: uri, headerFields: fields)
        let source = ApplicationRequestContextSource(
            channel: NIOAsyncTestingChannel(),
            logger: .silent
        )
        let responder = front.service.publicListener.application.responder
        return try await responder.respond(
            to: Request(head: head, body: body),
            context: ServiceRequestContext(source: source)
        ).head
    }

    /// Returns the path of an attachment's URI.
    func path(_ held: HeldAttachment, filename: String = "menu.txt") -> String {
        ResourcePath.attachment(held.id, filename: filename).href
    }

    /// Sends a request to the internal listener and returns the answer.
    func call(
        _ method: HTTPRequest.Method,
        _ uri: String,
        _ headers: HTTPFields = [:],
        body: [UInt8]? = nil
    ) async throws -> TestResponse {
        try await front.service.internalListener.application.test(.router) { client in
            try await client.executeRequest(
                uri: uri,
                method: method,
                headers: headers,
                body: body.map { ByteBuffer(bytes: $0) }
            )
        }
    }
}
