import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
import WebDAV

@testable import FrontService

/// A request of bob about what is alice's.
struct StrangersRequest: Sendable, CustomTestStringConvertible {
    /// The method.
    let method: String

    /// The target.
    let uri: String

    /// The fields.
    var fields: [String: String] = [:]

    /// The body, if there is one.
    var body: String?

    /// The resource on which a privilege is lacking.
    let lacking: String

    /// The request in a few words.
    var testDescription: String { "\(method) \(uri) \(fields["Destination"] ?? "")" }

    private static let calendar = "/calendars/alice/calendar/"
    private static let object = "/calendars/alice/calendar/e1.ics"
    private static let own = "/calendars/bob/calendar/b.ics"

    /// All of them.
    static let all = [
        StrangersRequest(
            method: "PROPFIND",
            uri: "/calendars/alice/",
            fields: ["Depth": "1"],
            lacking: "/calendars/alice/"
        ),
        StrangersRequest(method: "PROPFIND", uri: calendar, fields: ["Depth": "0"], lacking: calendar),
        StrangersRequest(method: "PROPFIND", uri: object, fields: ["Depth": "0"], lacking: calendar),
        StrangersRequest(
            method: "REPORT",
            uri: calendar,
            body: #"<D:expand-property xmlns:D="DAV:"><D:property name="owner"/></D:expand-property>"#,
            lacking: calendar
        ),
        StrangersRequest(method: "GET", uri: object, lacking: calendar),
        StrangersRequest(method: "PUT", uri: object, body: SampleEvent.text(), lacking: calendar),
        StrangersRequest(method: "DELETE", uri: object, lacking: calendar),
        StrangersRequest(method: "DELETE", uri: calendar, lacking: calendar),
        StrangersRequest(
            method: "PROPPATCH",
            uri: calendar,
            body: #"<propertyupdate xmlns="DAV:"><set><prop><x xmlns="urn:x"/></prop></set></propertyupdate>"#,
            lacking: calendar
        ),
        StrangersRequest(
            method: "PROPPATCH",
            uri: "/principals/users/alice/",
            body: #"<propertyupdate xmlns="DAV:"><set><prop><x xmlns="urn:x"/></prop></set></propertyupdate>"#,
            lacking: "/principals/users/alice/"
        ),
        StrangersRequest(method: "MKCALENDAR", uri: "/calendars/alice/new/", lacking: "/calendars/alice/"),
        StrangersRequest(method: "COPY", uri: object, fields: ["Destination": own], lacking: calendar),
        StrangersRequest(method: "MOVE", uri: object, fields: ["Destination": own], lacking: calendar),
        StrangersRequest(method: "COPY", uri: own, fields: ["Destination": object], lacking: calendar),
        StrangersRequest(method: "MOVE", uri: own, fields: ["Destination": object], lacking: calendar),
        StrangersRequest(method: "POST", uri: object + "?action=attachment-add", body: "x", lacking: calendar),
        StrangersRequest(method: "POST", uri: calendar, body: SampleEvent.text(), lacking: calendar),
    ]
}

@Suite struct NeedPrivilegesTests {
    /// RFC 3744 §7.1.1: `<!ELEMENT need-privileges (resource)* >  <!ELEMENT resource ( href , privilege ) >`.
    @Test(arguments: StrangersRequest.all)
    func `RFC 3744 §7.1.1 a 403 for want of privileges names them, and the resource that lacks them`(
        request: StrangersRequest
    ) async throws {
        try await AttachmentFront.run { test async throws in
            let front = test.front
            try await front.put("/calendars/alice/calendar/e1.ics", SampleEvent.text())
            try await front.put("/calendars/bob/calendar/b.ics", SampleEvent.text(), as: "bob")
            let fields = request.fields.merging(["Content-Type": "text/calendar"]) { first, _ in first }
            let response = try await front.send(request.method, request.uri, as: "bob", fields, body: request.body)
            #expect(response.status == .forbidden)
            let refusal = try #require(try precondition(of: response))
            #expect(refusal.name == XMLName(dav: "need-privileges"))
            let resources = refusal.all(DAVElement.resource)
            #expect(!resources.isEmpty && resources.count == refusal.children.count)
            let known = Set(Privileges.all.elements.map(\.name))
            for resource in resources {
                #expect(resource.children.map(\.name) == [DAVElement.href, DAVElement.privilege])
                let href = try #require(resource.first(DAVElement.href)).text
                let privilege = try #require(resource.first(DAVElement.privilege)).children.map(\.name)
                #expect(href.hasPrefix(request.lacking))
                #expect(privilege.count == 1 && known.isSuperset(of: privilege))
            }
        }
    }

    @Test func `RFC 3744 §7.1.1 each privilege that is lacking is told of one resource`() throws {
        let error = AccessDenial.error([.bind, .unbind], on: try ResourcePath(parsing: "/calendars/alice/"))
        let resources = try #require(error.precondition).element.all(DAVElement.resource)
        #expect(resources.map { $0.first(DAVElement.href)?.text } == ["/calendars/alice/", "/calendars/alice/"])
        #expect(resources.map { $0.first(DAVElement.privilege)?.children.first?.name.local } == ["bind", "unbind"])
    }

    @Test func `RFC 3744 §3 whoever has no privileges is refused before names are looked up`() async throws {
        try await TestFront.run { front async throws in
            for uri in ["/calendars/alice/calendar/none.ics", "/calendars/alice/none/", "/calendars/alice/none/x.ics"] {
                let response = try await front.send("PROPFIND", uri, as: "bob", ["Depth": "0"])
                #expect(response.status == .forbidden)
            }
            let nobody = try await front.send("PROPFIND", "/calendars/nobody/", as: "bob", ["Depth": "0"])
            #expect(nobody.status == .notFound)
        }
    }
}
