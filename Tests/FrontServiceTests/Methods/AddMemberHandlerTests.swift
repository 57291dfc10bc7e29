import CalDAV
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
import WebDAV

@testable import FrontService

@Suite struct AddMemberHandlerTests {
    private let calendar = "/calendars/alice/calendar/"
    private let type = ["Content-Type": "text/calendar"]

    /// Returns the path of the Location of an answer.
    private func location(of response: TestResponse) throws -> String {
        let location = try #require(response.headers[.location])
        #expect(location.hasPrefix("https://cal.example.com" + calendar))
        return String(location.dropFirst("https://cal.example.com".count))
    }

    @Test func `RFC 5995 §3.1 a POST to the add-member URL makes a member, whose URL the server chooses`() async throws
    {
        try await TestFront.run { front in
            let property = try await front.properties([DAVProperty.addMember], of: calendar)
            let uri = try #require(property.found(DAVProperty.addMember)?.first(DAVElement.href)?.text)
            let response = try await front.send("POST", uri, type, body: SampleEvent.text())
            #expect(response.status == .created)
            let stored = try await front.send("GET", try location(of: response))
            #expect(Array(buffer: stored.body) == Array(SampleEvent.text().utf8))
            #expect(response.headers[.eTag] == stored.headers[.eTag])
            let other = try await front.send("POST", uri, type, body: SampleEvent.text(uid: "other"))
            let locations = try [response, other].map(location)
            #expect(locations[0] != locations[1])
        }
    }

    @Test func `a POST with an action of attachments makes no member of the file`() async throws {
        try await TestFront.run { front in
            let uri = calendar + "?action=attachment-add"
            let response = try await front.send("POST", uri, type, body: SampleEvent.text())
            #expect(response.status == .forbidden)
            let listing = try await front.send("PROPFIND", calendar, ["Depth": "1"])
            #expect(!String(buffer: listing.body).contains(".ics"))
        }
    }

    @Test func `RFC 5995 §3.2.1 only calendars have add-member`() async throws {
        try await TestFront.run { front in
            for uri in ["/calendars/alice/", "/calendars/alice/inbox/", "/principals/users/alice/"] {
                let found = try await front.properties([DAVProperty.addMember], of: uri)
                #expect(found.properties[404]?.map(\.name) == [DAVProperty.addMember])
            }
        }
    }

    @Test func `RFC 7240 §4.2 the representation of the member is sent where it is preferred`() async throws {
        try await TestFront.run { front in
            let headers = type.merging(["Prefer": "return=representation"]) { first, _ in first }
            let response = try await front.send("POST", calendar, headers, body: SampleEvent.text())
            #expect(response.status == .created)
            let location = try location(of: response)
            #expect(response.headers[.contentLocation] == location)
            #expect(Array(buffer: response.body) == Array(SampleEvent.text().utf8))
        }
    }

    @Test(arguments: [
        ("text/plain", SampleEvent.text(), "supported-calendar-data"), ("text/calendar", "x", "valid-calendar-data"),
        ("text/calendar", SampleEvent.text().replacing("VEVENT", with: "VTODO"), "supported-calendar-component"),
        ("text/calendar", SampleEvent.text(uid: "taken"), "no-uid-conflict"),
    ])
    func `RFC 5995 §3.1 the preconditions of PUT hold`(
        type: String,
        body: String,
        precondition name: String
    ) async throws {
        try await TestFront.run { front in
            try await front.put(calendar + "taken.ics", SampleEvent.text(uid: "taken"))
            let response = try await front.send("POST", calendar, ["Content-Type": type], body: body)
            #expect(response.status == .forbidden)
            #expect(try precondition(of: response)?.name == XMLName(caldav: name))
        }
    }

    @Test(arguments: [
        ("alice", "/calendars/alice/none/", 404), ("alice", "/calendars/alice/inbox/", 403),
        ("alice", "/calendars/alice/outbox/", 403), ("bob", "/calendars/alice/calendar/", 403),
        ("bob", "/calendars/alice/none/", 403), ("alice", "/calendars/alice/", 405), ("alice", "/", 405),
    ])
    func `a member is added to one's own calendars alone`(user: String, path: String, status: Int) async throws {
        try await TestFront.run { front in
            let response = try await front.send("POST", path, as: user, type, body: SampleEvent.text())
            #expect(response.status.code == status)
        }
    }

    @Test(arguments: [("If-Match", "*"), ("If", "([\"x\"])"), ("If", "(<data:,stale>)")])
    func `a condition that does not hold refuses the POST with 412`(field: String, value: String) async throws {
        try await TestFront.run { front in
            let response = try await front.send("POST", calendar, [field: value], body: SampleEvent.text())
            #expect(response.status == .preconditionFailed)
        }
    }
}
