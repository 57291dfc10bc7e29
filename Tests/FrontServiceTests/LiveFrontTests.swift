import CalDAV
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
import WebDAV

@testable import FrontService

@Suite struct LiveFrontTests {
    private let uri = "/calendars/alice/calendar/e1.ics"

    @Test func `an event makes its round over a real connection`() async throws {
        try await TestFront.run(.live) { front in
            let tag = try await front.put(uri, SampleEvent.text())
            let fetched = try await front.send("GET", uri)
            #expect(Array(buffer: fetched.body) == Array(SampleEvent.text().utf8))
            #expect(fetched.headers[.eTag] == tag)
            let listing = try await front.send("PROPFIND", "/calendars/alice/calendar/", ["Depth": "1"])
            #expect(try Multistatus(listing).hrefs.count == 2)
            let deleted = try await front.send("DELETE", uri)
            #expect(deleted.status == .noContent)
            #expect(deleted.headers[.contentLength] == nil)
        }
    }

    @Test func `HEAD over a real connection has a length and no body`() async throws {
        try await TestFront.run(.live) { front in
            try await front.put(uri, SampleEvent.text())
            let head = try await front.send("HEAD", uri)
            #expect(head.headers[.contentLength] == String(SampleEvent.text().utf8.count))
            #expect(head.body.readableBytes == 0)
            #expect(try await front.send("GET", uri).status == .ok)
        }
    }

    @Test func `a long listing arrives whole over a real connection`() async throws {
        try await TestFront.run(.live) { front in
            for number in 0..<200 {
                try await front.put(
                    "/calendars/alice/calendar/\(number).ics",
                    SampleEvent.text(uid: "e\(number)@example.com")
                )
            }
            let listing = try await front.send("PROPFIND", "/calendars/alice/calendar/", ["Depth": "1"])
            #expect(try Multistatus(listing).hrefs.count == 201)
        }
    }
}
