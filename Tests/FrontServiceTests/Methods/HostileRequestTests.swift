import AttachmentStore
import CalDAV
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
import WebDAV

@testable import FrontService

@Suite struct HostileRequestTests {
    private let calendar = "/calendars/alice/calendar/"
    private let object = "/calendars/alice/calendar/a.ics"

    @Test(arguments: ["2", "-1", "", "0,1", "1,noroot", "infinity infinity"])
    func `RFC 4918 §10.2 a Depth that there is not is refused with 400`(depth: String) async throws {
        try await TestFront.run { front in
            let response = try await front.send("PROPFIND", calendar, ["Depth": depth])
            #expect(response.status == .badRequest)
        }
    }

    @Test(arguments: [
        "<!DOCTYPE p [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><propfind xmlns='DAV:'><prop>&b;</prop></propfind>",
        "<!DOCTYPE p SYSTEM 'file:///etc/passwd'><propfind xmlns='DAV:'><allprop/></propfind>",
    ])
    func `a document type declaration is refused with 403 in every XML body`(body: String) async throws {
        try await TestFront.run { front in
            for method in ["PROPFIND", "REPORT"] {
                let response = try await front.send(method, calendar, ["Depth": "0"], body: body)
                #expect(response.status == .forbidden)
                #expect(try precondition(of: response)?.name == XMLName(dav: "no-external-entities"))
            }
        }
    }

    @Test func `an XML body of too many elements, too deep, or too large is refused`() async throws {
        let wide = String(repeating: "<x/>", count: 60_000)
        let deep = String(repeating: "<x>", count: 100)
        let large = String(repeating: " ", count: 5 << 20)
        try await TestFront.run { front in
            for (content, status) in [(wide, 400), (deep, 400), (large, 413)] {
                let body = "<propfind xmlns='DAV:'><prop>\(content)</prop></propfind>"
                let response = try await front.send("PROPFIND", calendar, ["Depth": "0"], body: body)
                #expect(response.status.code == status)
            }
        }
    }

    @Test(arguments: ["GET", "PUT", "DELETE", "PROPFIND"])
    func `an object is not found under a path with a closing slash or a query of slashes`(
        method: String
    ) async throws {
        try await TestFront.run { front in
            try await front.put(object, SampleEvent.text())
            let body = method == "PUT" ? SampleEvent.text(summary: "other") : nil
            let response = try await front.send(method, object + "/", ["Depth": "0"], body: body)
            #expect(response.status == .notFound)
            let stored = try await front.send("GET", object + "?/calendars/bob/calendar/a.ics")
            #expect(Array(buffer: stored.body) == Array(SampleEvent.text().utf8))
        }
    }

    @Test func `a percent-encoded path means the resource that its text means`() async throws {
        try await TestFront.run { front in
            try await front.put(object, SampleEvent.text())
            for path in ["/%63alendars/%61lice/calendar/a.ics", "/calendars/alice/calendar/%61%2Eics"] {
                #expect(try await front.send("GET", path).status == .ok)
                #expect(try await front.send("GET", path, as: "bob").status == .forbidden)
            }
            #expect(try await front.send("GET", "/calendars%2Falice/calendar/a.ics").status == .badRequest)
        }
    }

    @Test(arguments: [
        ("GET", "a.ics"), ("HEAD", "a.ics"), ("PUT", "a.ics"), ("PUT", "new.ics"), ("DELETE", "a.ics"),
        ("PROPFIND", ""), ("PROPFIND", "a.ics"), ("REPORT", ""), ("GET", "none.ics"), ("DELETE", "none.ics"),
    ])
    func `nothing can be done in the calendar of another, administrators included`(
        method: String,
        name: String
    ) async throws {
        try await TestFront.run { front in
            let tag = try await front.put(object, SampleEvent.text())
            let href = XMLElement(DAVElement.href, text: object)
            let report = XMLDocument.serialise(XMLElement(CalendarElement.calendarMultiget, [href]))
            for user in ["bob", "admin"] {
                let body =
                    switch method {
                    case "REPORT": report
                    case "PUT": Array(SampleEvent.text(uid: "evil").utf8)
                    default: nil as [UInt8]?
                    }
                let response = try await front.send(method, calendar + name, as: user, ["Depth": "0"], octets: body)
                #expect(response.status == .forbidden)
                #expect(!String(buffer: response.body).contains(tag))
            }
            #expect(try await front.send("GET", object).headers[.eTag] == tag)
        }
    }

    @Test func `a refusal repeats what the client sent only as text`() async throws {
        try await TestFront.run { front in
            let body = "<a:x xmlns:a='urn:&lt;script>'/>"
            let response = try await front.send("REPORT", calendar, body: body)
            #expect(response.headers[.contentType] == "application/xml; charset=utf-8")
            #expect(!String(buffer: response.body).contains("<script>"))
            let event = SampleEvent.text().replacing("VEVENT", with: "X-A_B.C")
            let refused = try await front.send("PUT", object, ["Content-Type": "text/calendar"], body: event)
            #expect(refused.status == .forbidden)
        }
    }

    @Test(arguments: [("cross-site", 403), ("same-site", 403), ("same-origin", 204), ("none", 204)])
    func `a browser changes nothing for a page of another site, and reads whatever is linked`(
        site: String,
        status: Int
    ) async throws {
        try await TestFront.run { front in
            try await front.put(object, SampleEvent.text())
            let fields = ["Sec-Fetch-Site": site]
            #expect(try await front.send("GET", object, fields).status == .ok)
            #expect(try await front.send("DELETE", object, fields).status.code == status)
            let isStored = try await front.send("GET", object).status == .ok
            #expect(isStored == (status == 403))
        }
    }

    /// A request that changes something, with its status where nothing speaks against it.
    private typealias Change = (
        method: String, uri: String, headers: [String: String], body: String?, status: HTTPResponse.Status
    )

    /// What a page may have a browser send, in an order in which each can be done after those before it.
    private func changes(removing id: String) -> [Change] {
        let type = ["Content-Type": "text/calendar"]
        return [
            ("POST", "\(AttachmentFront.event)?action=attachment-add", ["Content-Type": "text/plain"], "a=b", .created),
            ("POST", "\(AttachmentFront.event)?action=attachment-remove&managed-id=\(id)", [:], "", .noContent),
            // A script can leave the type out; a PUT without one is taken for text/calendar.
            ("POST", calendar, [:], SampleEvent.text(uid: "b"), .created),
            ("PUT", calendar + "c.ics", type, SampleEvent.text(uid: "c"), .created),
            ("MKCALENDAR", "/calendars/alice/made/", [:], nil, .created),
            ("COPY", calendar + "c.ics", ["Destination": "/calendars/alice/made/c.ics"], nil, .created),
            ("MOVE", calendar + "c.ics", ["Destination": calendar + "d.ics"], nil, .created),
            ("DELETE", AttachmentFront.event, [:], nil, .noContent),
        ]
    }

    /// Has all changes asked for with further fields, and checks that each has its status, or that all have another and
    /// nothing came of them.
    private func ask(
        _ fields: [String: String],
        expecting status: HTTPResponse.Status? = nil
    ) async throws {
        try await AttachmentFront.run { test async throws in
            let front = test.front
            try await front.put(AttachmentFront.event, SampleEvent.text())
            let id = try await test.added()
            let before = try await state(of: front)
            for change in changes(removing: id.text) {
                let headers = change.headers.merging(fields) { $1 }
                let response = try await front.send(change.method, change.uri, headers, body: change.body)
                #expect(response.status == status ?? change.status, "\(fields) \(change): \(response.text)")
            }
            let isSame = try await state(of: front) == before
            #expect(isSame == (status != nil))
        }
    }

    private func state(of front: TestFront) async throws -> String {
        let question = "<propfind xmlns='DAV:'><prop><sync-token/><getetag/></prop></propfind>"
        let home = try await front.send("PROPFIND", "/calendars/alice/", ["Depth": "1"], body: question).text
        return try await home + front.send("PROPFIND", calendar, ["Depth": "1"], body: question).text
    }

    @Test(arguments: [
        "https://evil.example", "null", "http://cal.example.com", "https://cal.example.com:8443",
        "https://cal.example.com.evil.example", "https://cal.example.com, https://evil.example", "",
    ])
    func `RFC 6454 §7 a request of another origin changes nothing, though the browser sends no Sec-Fetch-Site`(
        origin: String
    ) async throws {
        try await ask(["Origin": origin], expecting: .forbidden)
    }

    @Test func `RFC 6454 §7 a request of our own origin, or of a program that sends none, goes on`() async throws {
        try await ask(["Origin": "https://cal.example.com"])
        try await ask([:])
    }

    @Test func `a program that sends the origin of the address by which it knows the service goes on`() async throws {
        try await ask(["Origin": "https://localhost"])
        try await ask(["Origin": "http://localhost"], expecting: .forbidden)
    }

    @Test func `a request of another origin reads whatever is linked`() async throws {
        try await TestFront.run { front in
            try await front.put(object, SampleEvent.text())
            for method in ["GET", "HEAD", "PROPFIND", "OPTIONS"] {
                let response = try await front.send(method, object, ["Origin": "https://evil.example", "Depth": "0"])
                #expect(response.status.kind == .successful, "\(method)")
            }
        }
    }
}
