import CalDAV
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
import WebDAV

@testable import FrontService

@Suite struct PutHandlerTests {
    private let uri = "/calendars/alice/calendar/e1.ics"
    private let calendarType = ["Content-Type": "text/calendar; charset=utf-8"]

    @Test func `what was put comes back octet for octet`() async throws {
        try await TestFront.run { front in
            let created = try await front.send("PUT", uri, calendarType, body: SampleEvent.text())
            #expect(created.status == .created)
            let fetched = try await front.send("GET", uri)
            #expect(fetched.status == .ok)
            #expect(Array(buffer: fetched.body) == Array(SampleEvent.text().utf8))
            #expect(fetched.headers[.eTag] == created.headers[.eTag])
            #expect(fetched.headers[.contentType] == "text/calendar; charset=utf-8; component=VEVENT")
        }
    }

    @Test func `octets with bare line feeds and folds within a character come back as they were`() async throws {
        let octets = Array(SampleEvent.text(summary: "é").replacing("\r\n", with: "\n").utf8)
        let place = try #require(octets.firstIndex(of: 0xC3))
        let folded = Array(octets[...place]) + Array("\n ".utf8) + Array(octets[(place + 1)...])
        try await TestFront.run { front in
            let response = try await front.send("PUT", uri, calendarType, octets: folded)
            #expect(response.status == .created)
            #expect(Array(buffer: try await front.send("GET", uri).body) == folded)
        }
    }

    @Test func `a replacement is 204 with another entity tag`() async throws {
        try await TestFront.run { front in
            let first = try await front.put(uri, SampleEvent.text())
            let replaced = try await front.send("PUT", uri, calendarType, body: SampleEvent.text(summary: "Other"))
            #expect(replaced.status == .noContent)
            #expect(replaced.headers[.eTag] != first)
        }
    }

    @Test func `a PUT with a stale If-Match is refused with 412 and changes nothing`() async throws {
        try await TestFront.run { front in
            let tag = try await front.put(uri, SampleEvent.text())
            let stale = calendarType.merging(["If-Match": "\"other\""]) { $1 }
            #expect(
                try await front.send("PUT", uri, stale, body: SampleEvent.text(summary: "B")).status
                    == .preconditionFailed
            )
            #expect(try await front.send("GET", uri).headers[.eTag] == tag)
            let fresh = calendarType.merging(["If-Match": tag]) { $1 }
            #expect(try await front.send("PUT", uri, fresh, body: SampleEvent.text(summary: "B")).status == .noContent)
        }
    }

    @Test func `If-None-Match with a star creates and never replaces`() async throws {
        try await TestFront.run { front in
            let headers = calendarType.merging(["If-None-Match": "*"]) { $1 }
            let response = try await front.send("PUT", uri, headers, body: SampleEvent.text())
            #expect(response.status == .created)
            #expect(try await front.send("PUT", uri, headers, body: SampleEvent.text()).status == .preconditionFailed)
        }
    }

    @Test func `If-Match on nothing is refused with 412`() async throws {
        try await TestFront.run { front in
            let headers = calendarType.merging(["If-Match": "*"]) { $1 }
            let response = try await front.send("PUT", uri, headers, body: SampleEvent.text())
            #expect(response.status == .preconditionFailed)
        }
    }

    @Test func `RFC 4918 §10.4 the If field is honoured, also with a tag`() async throws {
        try await TestFront.run { front in
            let tag = try await front.put(uri, SampleEvent.text())
            let cases = [
                ("([\"other\"])", 412), ("([\(tag)])", 204), ("(<urn:uuid:x>)", 412), ("(Not <DAV:no-lock>)", 204),
                ("<\(uri)> ([\"other\"])", 412), ("nonsense", 400),
            ]
            for (value, status) in cases {
                let headers = calendarType.merging(["If": value]) { $1 }
                let response = try await front.send("PUT", uri, headers, body: SampleEvent.text())
                #expect(response.status.code == status, "If: \(value)")
            }
        }
    }

    @Test func `a malformed If-Match is refused with 400`() async throws {
        try await TestFront.run { front in
            let headers = calendarType.merging(["If-Match": "no quotes"]) { $1 }
            let response = try await front.send("PUT", uri, headers, body: SampleEvent.text())
            #expect(response.status == .badRequest)
        }
    }

    @Test func `RFC 7240 §4.2 the representation is returned where it is preferred`() async throws {
        try await TestFront.run { front in
            let headers = calendarType.merging(["Prefer": "return=representation"]) { $1 }
            let created = try await front.send("PUT", uri, headers, body: SampleEvent.text())
            #expect(created.status == .created)
            #expect(created.headers[.eTag] != nil)
            #expect(created.headers[.contentLocation] == uri)
            #expect(created.headers[.preferenceApplied] == "return=representation")
            #expect(Array(buffer: created.body) == Array(SampleEvent.text().utf8))
            #expect(try await front.send("PUT", uri, headers, body: SampleEvent.text()).status == .ok)
        }
    }

    @Test func `RFC 8144 §3 a failed precondition is answered with the representation where it is preferred`()
        async throws
    {
        try await TestFront.run { front in
            let tag = try await front.put(uri, SampleEvent.text())
            let headers = calendarType.merging(["Prefer": "return=representation", "If-Match": "\"x\""]) { $1 }
            let refused = try await front.send("PUT", uri, headers, body: SampleEvent.text(summary: "B"))
            #expect(refused.status == .preconditionFailed)
            #expect(refused.headers[.eTag] == tag)
            #expect(Array(buffer: refused.body) == Array(SampleEvent.text().utf8))
        }
    }

    @Test(arguments: [("/calendars/alice/none/x.ics", 409), ("/calendars/alice/inbox/x.ics", 403)])
    func `RFC 4918 §9.7.1 a PUT into no calendar fails`(uri: String, status: Int) async throws {
        try await TestFront.run { front in
            let response = try await front.send("PUT", uri, calendarType, body: SampleEvent.text())
            #expect(response.status.code == status)
        }
    }

    @Test func `RFC 9110 §14.5 a partial PUT is refused, and so are content codings`() async throws {
        try await TestFront.run { front in
            let partial = calendarType.merging(["Content-Range": "bytes 0-1/2"]) { $1 }
            let response = try await front.send("PUT", uri, partial, body: "BE")
            #expect(response.status == .badRequest)
            let coded = calendarType.merging(["Content-Encoding": "gzip"]) { $1 }
            #expect(try await front.send("PUT", uri, coded, body: "BE").status == .unsupportedMediaType)
        }
    }

    @Test func `a PUT without Content-Type is taken for text/calendar`() async throws {
        try await TestFront.run { front in
            let response = try await front.send("PUT", uri, body: SampleEvent.text())
            #expect(response.status == .created)
        }
    }

    @Test func `of many PUTs at the same time with If-None-Match and a star exactly one creates`() async throws {
        try await TestFront.run { front in
            let headers = calendarType.merging(["If-None-Match": "*"]) { $1 }
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<8 {
                    group.addTask {
                        let event = SampleEvent.text(summary: "\(number)")
                        return try await front.send("PUT", uri, headers, body: event).status.code
                    }
                }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(statuses.sorted() == [201] + Array(repeating: 412, count: 7))
        }
    }

    @Test func `of many PUTs at the same time with the same If-Match exactly one wins`() async throws {
        try await TestFront.run { front in
            let tag = try await front.put(uri, SampleEvent.text())
            let headers = calendarType.merging(["If-Match": tag]) { $1 }
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<8 {
                    group.addTask {
                        let event = SampleEvent.text(summary: "\(number)")
                        return try await front.send("PUT", uri, headers, body: event).status.code
                    }
                }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(statuses.sorted() == [204] + Array(repeating: 412, count: 7))
        }
    }
}
