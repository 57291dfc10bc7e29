import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
import WebDAV

@testable import FrontService

/// A request that one privilege alone is lacking for.
struct UnprivilegedRequest: Sendable, CustomTestStringConvertible {
    /// Who asks.
    let user: String

    /// The method.
    let method: String

    /// The target.
    let uri: String

    /// Where a copy is to be made, or a move leads.
    var destination: String?

    /// The local name of the privilege.
    let privilege: String

    /// The resource on which it is lacking.
    let lacking: String

    /// The request in a few words.
    var testDescription: String { "\(user) \(method) \(uri) \(destination ?? "")" }

    private static let principal = "/principals/users/alice/"
    private static let calendar = "/calendars/alice/calendar/"
    private static let object = "/calendars/alice/calendar/e1.ics"
    private static let inbox = "/calendars/alice/inbox/"
    private static let message = "/calendars/alice/inbox/m1.ics"

    /// Some of each privilege.
    static let all =
        ["GET", "PROPFIND"].map { method in
            Self(user: "bob", method: method, uri: object, privilege: "read", lacking: calendar)
        } + [
            Self(user: "alice", method: "PROPPATCH", uri: principal, privilege: "write-properties", lacking: principal),
            Self(user: "alice", method: "PUT", uri: message, privilege: "write-content", lacking: message),
            Self(user: "alice", method: "PUT", uri: inbox + "new.ics", privilege: "bind", lacking: inbox),
            Self(user: "alice", method: "POST", uri: inbox, privilege: "bind", lacking: inbox),
            Self(user: "bob", method: "DELETE", uri: object, privilege: "unbind", lacking: calendar),
        ]
        + ["COPY", "MOVE"].map { method in
            Self(
                user: "alice",
                method: method,
                uri: object,
                destination: inbox + "new.ics",
                privilege: "bind",
                lacking: inbox
            )
        }
}

/// What is missing where all others are there, or are not asked for.
@Suite struct MethodPrivilegesTests {
    private let patch = "<propertyupdate xmlns='DAV:'><set><prop><x xmlns='urn:x'/></prop></set></propertyupdate>"

    @Test(arguments: UnprivilegedRequest.all)
    func `RFC 3744 §3.2 to §3.5, §3.9, §3.10 a method is refused for want of the privilege that it needs`(
        request: UnprivilegedRequest
    ) async throws {
        try await TestFront.run { front async throws in
            try await front.put("/calendars/alice/calendar/e1.ics", SampleEvent.text())
            try await front.store(SampleEvent.text(uid: "m1"), uid: "m1", at: "m1.ics", in: "inbox")
            var fields = request.destination.map { ["Destination": $0] } ?? [:]
            var body: String?
            switch request.method {
            case "PROPFIND": fields["Depth"] = "0"
            case "PROPPATCH": body = patch
            case "PUT", "POST":
                fields["Content-Type"] = "text/calendar"
                body = SampleEvent.text(uid: "m1")
            default: break
            }
            let response = try await front.send(request.method, request.uri, as: request.user, fields, body: body)
            #expect(response.status == .forbidden)
            let resources = try #require(try precondition(of: response)).all(DAVElement.resource)
            let privileges = resources.compactMap { $0.first(DAVElement.privilege)?.children.map(\.name.local) }
            #expect(privileges == [[request.privilege]])
            #expect(resources.map { $0.first(DAVElement.href)?.text } == [request.lacking])
        }
    }
}
