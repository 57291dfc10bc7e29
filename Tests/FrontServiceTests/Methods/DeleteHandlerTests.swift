import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@testable import FrontService

@Suite struct DeleteHandlerTests {
    private let uri = "/calendars/alice/calendar/e1.ics"

    @Test func `a deleted object is gone, and its UID is free`() async throws {
        try await TestFront.run { front in
            try await front.put(uri, SampleEvent.text())
            #expect(try await front.send("DELETE", uri).status == .noContent)
            #expect(try await front.send("GET", uri).status == .notFound)
            #expect(try await front.send("DELETE", uri).status == .notFound)
            try await front.put("/calendars/alice/calendar/other.ics", SampleEvent.text())
        }
    }

    @Test func `a DELETE with a stale If-Match is refused with 412`() async throws {
        try await TestFront.run { front in
            let tag = try await front.put(uri, SampleEvent.text())
            #expect(try await front.send("DELETE", uri, ["If-Match": "\"x\""]).status == .preconditionFailed)
            #expect(try await front.send("DELETE", uri, ["If-Match": tag]).status == .noContent)
        }
    }

    @Test func `RFC 9110 §13.2.1 what is not there is 404 whatever the conditions say`() async throws {
        try await TestFront.run { front in
            for (field, value) in [("If-Match", "\"x\""), ("If-Match", "*"), ("If-None-Match", "*")] {
                let response = try await front.send("DELETE", uri, [field: value])
                #expect(response.status == .notFound, "\(field): \(value)")
            }
        }
    }

    @Test func `RFC 8144 §3.2 a DELETE with a stale If-Match shows what is there, where that is preferred`()
        async throws
    {
        try await TestFront.run { front in
            let tag = try await front.put(uri, SampleEvent.text())
            let headers = ["If-Match": "\"x\"", "Prefer": "return=representation"]
            let response = try await front.send("DELETE", uri, headers)
            #expect(response.status == .preconditionFailed)
            #expect(response.headers[.eTag] == tag)
            #expect(Array(buffer: response.body) == Array(SampleEvent.text().utf8))
        }
    }

    @Test func `a stranger deletes nothing`() async throws {
        try await TestFront.run { front in
            try await front.put(uri, SampleEvent.text())
            #expect(try await front.send("DELETE", uri, as: "bob").status == .forbidden)
            #expect(try await front.send("PUT", uri, as: "bob", body: SampleEvent.text()).status == .forbidden)
            #expect(try await front.send("GET", uri).status == .ok)
        }
    }
}
