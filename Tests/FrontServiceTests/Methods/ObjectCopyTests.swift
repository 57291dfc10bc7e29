import CalDAV
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
import WebDAV

@testable import FrontService

@Suite struct ObjectCopyTests {
    private let source = "/calendars/alice/calendar/e1.ics"
    private let copy = "/calendars/alice/work/copy.ics"
    private let dead = XMLName(namespace: "urn:example", local: "shelf")

    /// Runs a test with an event in the first of two calendars, and hands its entity tag over.
    private func run(_ body: @escaping @Sendable (TestFront, String) async throws -> Void) async throws {
        try await TestFront.run { front in
            try await front.makeCalendar("/calendars/alice/work/")
            try await body(front, try await front.put(source, SampleEvent.text()))
        }
    }

    @Test func `RFC 4918 §9.8 a copy has the data and the dead properties, a URL and a life of its own`() async throws {
        try await run { front, tag in
            let property = XMLElement(dead, text: "7")
            _ = try await front.patch(source, set: [property])
            let response = try await front.transfer("COPY", source, to: copy)
            #expect(response.status == .created)
            #expect(response.headers[.location] == "https://cal.example.com" + copy)
            let stored = try await front.send("GET", copy)
            #expect(Array(buffer: stored.body) == Array(SampleEvent.text().utf8))
            #expect(try await front.properties([dead], of: copy).found(dead) == property)
            // RFC 9110 §8.8.3: a tag tells representations of one resource apart; what changes one changes not the other's.
            _ = try await front.put(copy, SampleEvent.text(summary: "Another"))
            #expect(try await front.send("GET", copy).headers[.eTag] != stored.headers[.eTag])
            #expect(try await front.send("GET", source).headers[.eTag] == tag)
        }
    }

    @Test func `RFC 4791 §5.3.2.1 no-uid-conflict a copy within the calendar is refused, and names the original`()
        async throws
    {
        try await run { front, _ in
            let response = try await front.transfer("COPY", source, to: "/calendars/alice/calendar/e2.ics")
            #expect(response.status == .forbidden)
            let element = try precondition(of: response)
            #expect(element?.name == XMLName(caldav: "no-uid-conflict"))
            #expect(element?.first(DAVElement.href)?.text == source)
            #expect(try await front.send("GET", "/calendars/alice/calendar/e2.ics").status == .notFound)
        }
    }

    @Test func `RFC 4791 §5.3.2.1 no-uid-conflict an object of another UID is not replaced, with Overwrite T either`()
        async throws
    {
        try await run { front, _ in
            let other = try await front.put(copy, SampleEvent.text(uid: "other"))
            let response = try await front.transfer("COPY", source, to: copy, ["Overwrite": "T"])
            #expect(response.status == .forbidden)
            #expect(try precondition(of: response)?.first(DAVElement.href)?.text == copy)
            #expect(try await front.send("GET", copy).headers[.eTag] == other)
        }
    }

    @Test(arguments: ["T", nil])
    func `RFC 4918 §10.6 an object of the same UID is replaced with Overwrite T, which is the default`(
        overwrite: String?
    ) async throws {
        try await run { front, _ in
            try await front.put(copy, SampleEvent.text(summary: "old"))
            _ = try await front.patch(copy, set: [XMLElement(dead, text: "old")])
            let headers = overwrite.map { ["Overwrite": $0] } ?? [:]
            #expect(try await front.transfer("COPY", source, to: copy, headers).status == .noContent)
            let stored = try await front.send("GET", copy)
            #expect(Array(buffer: stored.body) == Array(SampleEvent.text().utf8))
            #expect(try await front.properties([dead], of: copy).found(dead) == nil)
        }
    }

    @Test func `RFC 4918 §10.6 with Overwrite F nothing is replaced`() async throws {
        try await run { front, _ in
            let tag = try await front.put(copy, SampleEvent.text(summary: "old"))
            let response = try await front.transfer("COPY", source, to: copy, ["Overwrite": "F"])
            #expect(response.status == .preconditionFailed)
            #expect(try await front.send("GET", copy).headers[.eTag] == tag)
            let free = try await front.transfer("COPY", copy, to: "/calendars/alice/work2/x.ics", ["Overwrite": "F"])
            #expect(free.status == .conflict)
        }
    }

    @Test func `RFC 4791 §5.3.2.1 supported-calendar-component holds for copies`() async throws {
        try await run { front, _ in
            let response = try await front.transfer("COPY", source, to: "/calendars/alice/tasks/e1.ics")
            #expect(response.status == .forbidden)
            #expect(try precondition(of: response)?.name == XMLName(caldav: "supported-calendar-component"))
        }
    }

    @Test func `RFC 8144 §3.1 the representation of the copy is sent where it is preferred`() async throws {
        try await run { front, _ in
            let response = try await front.transfer("COPY", source, to: copy, ["Prefer": "return=representation"])
            #expect(response.status == .created)
            #expect(response.headers[.contentLocation] == copy)
            #expect(response.headers[.preferenceApplied] == "return=representation")
            #expect(Array(buffer: response.body) == Array(SampleEvent.text().utf8))
            let tag = try await front.send("GET", copy).headers[.eTag]
            #expect(response.headers[.eTag] == tag)
        }
    }

    @Test func `a change of a copy leaves the original alone`() async throws {
        try await run { front, tag in
            _ = try await front.transfer("COPY", source, to: copy)
            try await front.put(copy, SampleEvent.text(summary: "changed"))
            #expect(try await front.send("DELETE", copy).status == .noContent)
            #expect(try await front.send("GET", source).headers[.eTag] == tag)
        }
    }
}
