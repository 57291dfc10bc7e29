import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
import WebDAV

@testable import FrontService

/// `DAV:current-user-principal` (RFC 5397).
@Suite struct CurrentPrincipalTests {
    private let name = DAVProperty.currentUserPrincipal
    private static let object = "/calendars/alice/calendar/e1.ics"

    private func current(of uri: String, as user: String, on front: TestFront) async throws -> [XMLElement] {
        try #require(try await front.properties([name], of: uri, as: user).found(name)).children
    }

    @Test(arguments: [
        "/", "/principals/", "/principals/users/", "/principals/users/alice/", "/calendars/", "/calendars/alice/",
        "/calendars/alice/calendar/", "/calendars/alice/outbox/", object,
    ])
    func `RFC 5397 §3 every resource names the principal of who asks, by one and the same URL`(
        uri: String
    ) async throws {
        try await TestFront.run { front async throws in
            try await front.put(Self.object, SampleEvent.text())
            let users = uri.hasPrefix("/calendars/alice/") ? ["alice"] : ["alice", "bob"]
            for user in users {
                let children = try await current(of: uri, as: user, on: front)
                #expect(children.map(\.name) == [DAVElement.href])
                #expect(children.map(\.text) == ["/principals/users/\(user)/"])
            }
        }
    }

    @Test func `RFC 5397 §3 the URL is the principal-URL of a principal`() async throws {
        try await TestFront.run { front async throws in
            let url = try #require(try await current(of: "/", as: "bob", on: front).first?.text)
            let names = [DAVProperty.principalURL, DAVProperty.resourceType]
            let principal = try await front.properties(names, of: url, as: "bob")
            #expect(principal.found(DAVProperty.principalURL)?.children.map(\.text) == [url])
            #expect(principal.found(DAVProperty.resourceType)?.first(DAVElement.principal) != nil)
        }
    }

    @Test func `RFC 5397 §3 the property is protected, and not in allprop`() async throws {
        try await TestFront.run { front async throws in
            let uri = "/calendars/alice/"
            let response = try await front.patch(uri, set: [XMLElement(name)])
            #expect(try Multistatus(response).entries[uri]?.properties[403]?.map(\.name) == [name])
            let answer = try Multistatus(try await front.send("PROPFIND", uri, ["Depth": "0"]))
            #expect(answer.entries[uri]?.found(name) == nil)
        }
    }

    @Test func `RFC 5397 §3 whoever has not proved who he is gets 401, and no property at all`() async throws {
        let body = #"<propfind xmlns="DAV:"><prop><current-user-principal/></prop></propfind>"#
        try await TestFront.run { front async throws in
            for uri in ["/", "/principals/users/alice/", "/calendars/alice/"] {
                let unknown = try await front.send("PROPFIND", uri, as: nil, ["Depth": "0"], body: body)
                let wrong = try await front.send("PROPFIND", uri, password: "wrong", ["Depth": "0"], body: body)
                for answer in [unknown, wrong] {
                    #expect(answer.status == .unauthorized)
                    #expect(!String(buffer: answer.body).contains("current-user-principal"))
                }
            }
        }
    }
}
