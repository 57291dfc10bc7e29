import CalDAV
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
import WebDAV

@testable import FrontService

@Suite struct ObjectMoveTests {
    private let source = "/calendars/alice/calendar/e1.ics"
    private let moved = "/calendars/alice/work/moved.ics"
    private let dead = XMLName(namespace: "urn:example", local: "shelf")

    /// Runs a test with an event in the first of two calendars, and hands its entity tag over.
    private func run(_ body: @escaping @Sendable (TestFront, String) async throws -> Void) async throws {
        try await TestFront.run { front in
            try await front.makeCalendar("/calendars/alice/work/")
            try await body(front, try await front.put(source, SampleEvent.text()))
        }
    }

    @Test(arguments: ["/calendars/alice/work/moved.ics", "/calendars/alice/calendar/other.ics"])
    func `RFC 4918 §9.9 an object is moved with all that it has, within its calendar and to another`(
        destination: String
    ) async throws {
        try await run { front, _ in
            let property = XMLElement(dead, text: "7")
            _ = try await front.patch(source, set: [property])
            let response = try await front.transfer("MOVE", source, to: destination)
            #expect(response.status == .created)
            #expect(try await front.send("GET", source).status == .notFound)
            let stored = try await front.send("GET", destination)
            #expect(Array(buffer: stored.body) == Array(SampleEvent.text().utf8))
            #expect(try await front.properties([dead], of: destination).found(dead) == property)
        }
    }

    @Test func `RFC 4918 §9.9.3 an object of the same UID is replaced with Overwrite T, and not with F`() async throws {
        try await run { front, tag in
            let old = try await front.put(moved, SampleEvent.text(summary: "old"))
            let refused = try await front.transfer("MOVE", source, to: moved, ["Overwrite": "F"])
            #expect(refused.status == .preconditionFailed)
            #expect(try await front.send("GET", moved).headers[.eTag] == old)
            #expect(try await front.send("GET", source).headers[.eTag] == tag)
            #expect(try await front.transfer("MOVE", source, to: moved, ["Overwrite": "T"]).status == .noContent)
            let stored = try await front.send("GET", moved)
            #expect(Array(buffer: stored.body) == Array(SampleEvent.text().utf8))
            #expect(try await front.send("GET", source).status == .notFound)
        }
    }

    @Test func `RFC 4791 §5.3.2.1 no-uid-conflict a move to a calendar that has the UID under another name is refused`()
        async throws
    {
        try await run { front, tag in
            try await front.put("/calendars/alice/work/same.ics", SampleEvent.text())
            let response = try await front.transfer("MOVE", source, to: moved)
            #expect(response.status == .forbidden)
            let href = try precondition(of: response)?.first(DAVElement.href)?.text
            #expect(href == "/calendars/alice/work/same.ics")
            #expect(try await front.send("GET", source).headers[.eTag] == tag)
        }
    }

    @Test func `RFC 4791 §5.3.2.1 no-uid-conflict a move over an object of another UID is refused`() async throws {
        try await run { front, tag in
            let other = try await front.put(moved, SampleEvent.text(uid: "other"))
            let response = try await front.transfer("MOVE", source, to: moved)
            #expect(try precondition(of: response)?.name == XMLName(caldav: "no-uid-conflict"))
            #expect(try await front.send("GET", moved).headers[.eTag] == other)
            #expect(try await front.send("GET", source).headers[.eTag] == tag)
        }
    }

    @Test func `a stranger moves nothing, in neither direction`() async throws {
        try await run { front, tag async throws in
            let theirs = "/calendars/bob/calendar/e1.ics"
            #expect(try await front.transfer("MOVE", source, to: theirs).status == .forbidden)
            #expect(try await front.transfer("MOVE", source, to: theirs, as: "bob").status == .forbidden)
            #expect(try await front.transfer("COPY", source, to: theirs, as: "bob").status == .forbidden)
            #expect(try await front.send("GET", source).headers[.eTag] == tag)
            #expect(try await front.send("GET", theirs, as: "bob").status == .notFound)
        }
    }

    @Test func `RFC 8144 §3.1 the representation at the destination is sent where it is preferred`() async throws {
        try await run { front, _ in
            try await front.put(moved, SampleEvent.text(summary: "old"))
            let response = try await front.transfer("MOVE", source, to: moved, ["Prefer": "return=representation"])
            #expect(response.status == .ok)
            #expect(response.headers[.contentLocation] == moved)
            #expect(Array(buffer: response.body) == Array(SampleEvent.text().utf8))
        }
    }
}
