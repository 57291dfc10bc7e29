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
}
