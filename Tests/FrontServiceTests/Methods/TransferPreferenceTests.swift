import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
import WebDAV

@testable import FrontService

/// What a COPY or MOVE is answered that a condition keeps from being done.
@Suite struct TransferPreferenceTests {
    private let source = "/calendars/alice/calendar/e1.ics"
    private let destination = "/calendars/alice/work/e1.ics"
    private let preferred = ["Prefer": "return=representation"]

    /// Runs a test with an event in the first of two calendars, and hands its entity tag over.
    private func run(_ body: @escaping @Sendable (TestFront, String) async throws -> Void) async throws {
        try await TestFront.run { front in
            try await front.makeCalendar("/calendars/alice/work/")
            try await body(front, try await front.put(source, SampleEvent.text()))
        }
    }

    private static let conditions = [
        ("If-Match", "\"stale\""), ("If-None-Match", "*"), ("If", "([\"stale\"])"),
        ("If-Unmodified-Since", "Mon, 01 Jan 2001 00:00:00 GMT"),
    ]

    @Test(arguments: ["COPY", "MOVE"], Self.conditions)
    func `RFC 8144 §3.2 a condition that does not hold is answered with what is there, where that is preferred`(
        method: String,
        condition: (String, String)
    ) async throws {
        try await run { front, tag in
            let headers = [condition.0: condition.1].merging(preferred) { first, _ in first }
            let response = try await front.transfer(method, source, to: destination, headers)
            #expect(response.status == .preconditionFailed)
            #expect(response.headers[.contentLocation] == source)
            #expect(response.headers[.preferenceApplied] == "return=representation")
            #expect(response.headers[.eTag] == tag)
            #expect(Array(buffer: response.body) == Array(SampleEvent.text().utf8))
            #expect(try await front.send("GET", destination).status == .notFound)
        }
    }

    @Test(arguments: ["COPY", "MOVE"])
    func `a condition that does not hold is an error where the representation is not preferred`(
        method: String
    ) async throws {
        try await run { front, _ in
            let response = try await front.transfer(method, source, to: destination, ["If-Match": "\"stale\""])
            #expect(response.status == .preconditionFailed)
            #expect(try precondition(of: response) == nil)
            #expect(response.headers[.preferenceApplied] == nil)
        }
    }

    @Test(arguments: ["COPY", "MOVE"])
    func `RFC 4918 §10.6 with Overwrite F no condition on the resource failed, and its representation is not sent`(
        method: String
    ) async throws {
        try await run { front, _ in
            try await front.put(destination, SampleEvent.text(summary: "old"))
            let headers = ["Overwrite": "F"].merging(preferred) { first, _ in first }
            let response = try await front.transfer(method, source, to: destination, headers)
            #expect(response.status == .preconditionFailed)
            #expect(try precondition(of: response) == nil)
            #expect(response.headers[.contentLocation] == nil)
        }
    }

    @Test(arguments: ["COPY", "MOVE"])
    func `a collection has no representation to be sent`(method: String) async throws {
        try await run { front, _ in
            let headers = ["If-Match": "*"].merging(preferred) { first, _ in first }
            let response = try await front.transfer(
                method,
                "/calendars/alice/calendar/",
                to: "/calendars/alice/new/",
                headers
            )
            #expect(response.status == .preconditionFailed)
            #expect(try precondition(of: response) == nil)
            #expect(response.headers[.preferenceApplied] == nil)
        }
    }
}
