import WebDAV
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@testable import FrontService

@Suite struct GetHandlerTests {
    private let uri = "/calendars/alice/calendar/e1.ics"

    @Test func `HEAD has the fields of GET and no body`() async throws {
        try await TestFront.run { front in
            try await front.put(uri, SampleEvent.text())
            let get = try await front.send("GET", uri)
            let head = try await front.send("HEAD", uri)
            #expect(head.status == .ok)
            #expect(head.body.readableBytes == 0)
            for name in [HTTPField.Name.contentType, .eTag, .lastModified, .contentLength, .cacheControl] {
                #expect(head.headers[name] == get.headers[name])
            }
            #expect(get.headers[.contentLength] == String(SampleEvent.text().utf8.count))
        }
    }

    @Test func `RFC 9110 §13.1.2 a current copy is 304 with its validators`() async throws {
        try await TestFront.run { front in
            let tag = try await front.put(uri, SampleEvent.text())
            let response = try await front.send("GET", uri, ["If-None-Match": "\"x\", \(tag)"])
            #expect(response.status == .notModified)
            #expect(response.headers[.eTag] == tag)
            #expect(response.body.readableBytes == 0)
            #expect(try await front.send("GET", uri, ["If-Match": "\"x\""]).status == .preconditionFailed)
        }
    }

    @Test func `an object that is not there is 404`() async throws {
        try await TestFront.run { front in
            let response = try await front.send("GET", uri)
            #expect(response.status == .notFound)
            #expect(try await front.send("GET", "/calendars/alice/none/e1.ics").status == .notFound)
        }
    }

    @Test(arguments: ["bob", "admin"])
    func `RFC 3744 §7.1.1 a stranger is refused alike whether the object is there or not`(user: String) async throws {
        try await TestFront.run { front in
            try await front.put(uri, SampleEvent.text())
            let there = try await front.send("GET", uri, as: user)
            let absent = try await front.send("GET", "/calendars/alice/calendar/none.ics", as: user)
            let noCalendar = try await front.send("GET", "/calendars/alice/none/none.ics", as: user)
            #expect([there.status, absent.status, noCalendar.status] == [.forbidden, .forbidden, .forbidden])
            #expect(there.body == absent.body)
            #expect(try precondition(of: there)?.name.local == "need-privileges")
            #expect(try await front.send("GET", "/calendars/nobody/calendar/none.ics", as: user).status == .notFound)
        }
    }
}
