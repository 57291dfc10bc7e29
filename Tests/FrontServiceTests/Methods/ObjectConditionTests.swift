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

    @Test func `RFC 6638 §8.3 no schedule tag matches, so that If-Schedule-Tag-Match refuses every method with 412`()
        async throws
    {
        let patch = """
            <D:propertyupdate xmlns:D="DAV:"><D:set><D:prop><x xmlns="urn:x">1</x></D:prop></D:set></D:propertyupdate>
            """
        let calendar = "/calendars/alice/calendar/"
        let requests: [(String, String, String?)] = [
            ("GET", uri, nil), ("HEAD", uri, nil), ("PUT", uri, SampleEvent.text(summary: "other")),
            ("PUT", calendar + "new.ics", SampleEvent.text(uid: "new")), ("DELETE", uri, nil), ("COPY", uri, nil),
            ("MOVE", uri, nil), ("PROPPATCH", uri, patch), ("POST", "\(uri)?action=attachment-add", "x"),
            ("POST", calendar, SampleEvent.text(uid: "new")), ("PROPPATCH", calendar, patch),
            ("MKCALENDAR", "/calendars/alice/made/", nil), ("COPY", calendar, nil), ("MOVE", calendar, nil),
            ("DELETE", calendar, nil),
        ]
        try await AttachmentFront.run { test async throws in
            let front = test.front
            let tag = try await front.put(uri, SampleEvent.text())
            let before = try await front.send("PROPFIND", "/calendars/alice/", ["Depth": "1"]).text
            for (method, path, body) in requests {
                let destination = path == uri ? calendar + "moved.ics" : "/calendars/alice/moved/"
                let isTransfer = ["COPY", "MOVE"].contains(method)
                for value in ["\"12ab34-cd56ef\"", tag, "*"] {
                    var fields = ["If-Schedule-Tag-Match": value]
                    if isTransfer { fields["Destination"] = destination }
                    let response = try await front.send(method, path, fields, body: body)
                    #expect(response.status == .preconditionFailed, "\(method) \(path) \(value)")
                }
            }
            #expect(try await front.send("GET", uri).headers[.eTag] == tag)
            #expect(try await front.send("PROPFIND", "/calendars/alice/", ["Depth": "1"]).text == before)
            #expect(try await test.attachments().map(\.count) == [0])
            let missing = try await front.send("DELETE", calendar + "none.ics", ["If-Schedule-Tag-Match": "\"a\""])
            #expect(missing.status == .notFound)
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
