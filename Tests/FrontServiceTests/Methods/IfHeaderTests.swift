import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
import WebDAV

@testable import FrontService

/// The If field on the methods that write (RFC 4918 §10.4).
@Suite struct IfHeaderTests {
    private let calendar = "/calendars/alice/calendar/"
    private let object = "/calendars/alice/calendar/a.ics"
    private let other = "/calendars/alice/calendar/b.ics"

    private func token(of uri: String, on front: TestFront) async throws -> String {
        let found = try await front.properties([DAVProperty.syncToken], of: uri)
        return try #require(found.found(DAVProperty.syncToken)).trimmedText
    }

    @Test func `RFC 6578 §5 the sync token of a calendar is a state token of it`() async throws {
        try await TestFront.run { front in
            let token = try await token(of: calendar, on: front)
            let tagged = ["If": "<\(calendar)> (<\(token)>)"]
            let first = try await front.send("PUT", object, tagged, body: SampleEvent.text(uid: "a"))
            #expect(first.status == .created)
            let late = try await front.send("PUT", other, tagged, body: SampleEvent.text(uid: "b"))
            #expect(late.status == .preconditionFailed)
            let now = try await self.token(of: calendar, on: front)
            let added = try await front.send("POST", calendar, ["If": "(<\(now)>)"], body: SampleEvent.text(uid: "b"))
            #expect(added.status == .created)
        }
    }

    @Test func `RFC 6578 §5 the sync token of a home is a state token of it`() async throws {
        try await TestFront.run { front in
            let token = try await token(of: "/calendars/alice/", on: front)
            let tagged = ["If": "</calendars/alice/> (<\(token)>)"]
            #expect(try await front.send("MKCALENDAR", "/calendars/alice/one/", tagged).status == .created)
            #expect(try await front.send("MKCALENDAR", "/calendars/alice/two/", tagged).status == .preconditionFailed)
        }
    }

    @Test func `RFC 4918 §10.4.9 a list that is tagged is about the resource that it names`() async throws {
        try await TestFront.run { front in
            try await front.put(object, SampleEvent.text(uid: "a"))
            let tag = try await front.put(other, SampleEvent.text(uid: "b"))
            for refused in ["<\(other)> ([\"x\"])", "<\(object)> ([\(tag)])", "<\(other)> (Not [\(tag)])"] {
                #expect(try await front.send("DELETE", object, ["If": refused]).status == .preconditionFailed)
            }
            let uri = "<https://cal.example.com\(other)> ([\(tag)])"
            #expect(try await front.send("DELETE", object, ["If": uri]).status == .noContent)
        }
    }

    @Test func `nothing is learnt of the resources of another`() async throws {
        try await TestFront.run { front in
            let theirs = "/calendars/bob/calendar/a.ics"
            let tag = try await front.put(theirs, SampleEvent.text(), as: "bob")
            try await front.put(object, SampleEvent.text())
            for list in ["<\(theirs)> ([\(tag)])", "</calendars/bob/calendar/none.ics> ([\(tag)])"] {
                #expect(try await front.send("DELETE", object, ["If": list]).status == .preconditionFailed)
            }
        }
    }

    @Test(arguments: [
        ("PUT", "a.ics"), ("DELETE", "a.ics"), ("PROPPATCH", "a.ics"), ("COPY", "a.ics"), ("MOVE", "a.ics"),
        ("PROPPATCH", ""), ("COPY", ""), ("MOVE", ""), ("DELETE", ""), ("POST", ""),
        ("MKCALENDAR", "../new/"), ("MKCOL", "../new/"),
    ])
    func `a method that writes holds to the If field`(method: String, name: String) async throws {
        try await TestFront.run { front in
            try await front.put(object, SampleEvent.text())
            let uri = name.hasPrefix("..") ? "/calendars/alice/new/" : calendar + name
            let body =
                switch method {
                case "PUT", "POST": SampleEvent.text(uid: method == "PUT" ? "e1@example.com" : "new")
                case "PROPPATCH": "<propertyupdate xmlns='DAV:'><remove><prop><x/></prop></remove></propertyupdate>"
                default: nil as String?
                }
            let isCollection = uri.hasSuffix("/")
            let destination = isCollection ? "/calendars/alice/moved/" : "/calendars/alice/calendar/moved.ics"
            for (list, status) in [("([\"stale\"])", 412), ("(<urn:uuid:1>)", 412), ("(", 400), ("()", 400)] {
                let headers = ["If": list, "Destination": destination]
                let response = try await front.send(method, uri, headers, body: body)
                #expect(response.status.code == status, "\(method) \(list)")
            }
            #expect(try await front.send("GET", object).status == .ok)
            let headers = ["If": "(Not <DAV:no-lock>)", "Destination": destination]
            let response = try await front.send(method, uri, headers, body: body)
            #expect(response.status.code != 412 && response.status.code != 400, "\(method): \(response.status)")
        }
    }
}
