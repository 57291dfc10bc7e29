import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@testable import FrontService

@Suite struct ObjectConditionTests {
    private let uri = "/calendars/alice/calendar/e1.ics"
    private let past = "Mon, 01 Jan 2001 00:00:00 GMT"

    @Test(arguments: ["GET", "HEAD"])
    func `RFC 9110 §13.1.3, §13.1.4 the date of an object is a condition of reading it`(method: String) async throws {
        try await TestFront.run { front in
            let tag = try await front.put(uri, SampleEvent.text())
            let modified = try #require(try await front.send(method, uri).headers[.lastModified])
            let current = try await front.send(method, uri, ["If-Modified-Since": modified])
            #expect(current.status == .notModified)
            #expect(current.headers[.eTag] == tag)
            #expect(current.headers[.lastModified] == modified)
            #expect(current.body.readableBytes == 0)
            #expect(try await front.send(method, uri, ["If-Modified-Since": past]).status == .ok)
            #expect(try await front.send(method, uri, ["If-Unmodified-Since": modified]).status == .ok)
            #expect(try await front.send(method, uri, ["If-Unmodified-Since": past]).status == .preconditionFailed)
        }
    }

    @Test(arguments: ["GET", "HEAD"])
    func `RFC 9110 §13.2.2 the conditions of reading are held in their order`(method: String) async throws {
        try await TestFront.run { front in
            let tag = try await front.put(uri, SampleEvent.text())
            let modified = try #require(try await front.send("GET", uri).headers[.lastModified])
            for (fields, status) in [
                (["If-Match": "\"x\"", "If-None-Match": tag], HTTPResponse.Status.preconditionFailed),
                (["If-Match": tag, "If-None-Match": tag], .notModified),
                (["If-Match": tag, "If-Unmodified-Since": past], .ok),
                (["If-Unmodified-Since": past, "If-None-Match": tag], .preconditionFailed),
                (["If-None-Match": "\"x\"", "If-Modified-Since": modified], .ok),
            ] {
                let response = try await front.send(method, uri, fields)
                #expect(response.status == status, "\(fields)")
            }
        }
    }

    @Test(arguments: [
        ("bob", "/calendars/alice/calendar/e1.ics", 403), ("alice", "/calendars/alice/none/e1.ics", 409),
        ("alice", "/calendars/alice/calendar/", 405),
    ])
    func `RFC 9110 §13.2.1 what a PUT would be refused for is told whatever the conditions say`(
        user: String,
        path: String,
        status: Int
    ) async throws {
        try await TestFront.run { front in
            try await front.put(uri, SampleEvent.text())
            for (field, value) in [("If-Match", "\"x\""), ("If-None-Match", "*"), ("If-Unmodified-Since", past)] {
                let response = try await front.send("PUT", path, as: user, [field: value], body: SampleEvent.text())
                #expect(response.status.code == status, "\(field): \(value)")
            }
        }
    }

    @Test(arguments: ["/calendars/alice/calendar/", "/calendars/alice/", "/principals/users/alice/"])
    func `RFC 9110 §9.3.2 HEAD is 405 with Allow where GET is, whatever the conditions say`(path: String) async throws {
        try await TestFront.run { front in
            for fields in [[:], ["If-None-Match": "*"], ["If-Match": "*"]] {
                let response = try await front.send("HEAD", path, fields)
                #expect(response.status == .methodNotAllowed)
                #expect(response.headers[.allow]?.contains("PROPFIND") == true)
            }
        }
    }
}
