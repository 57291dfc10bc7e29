import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
import WebDAV

@testable import FrontService

/// What COPY and MOVE refuse alike.
@Suite struct TransferRefusalTests {
    private let source = "/calendars/alice/calendar/e1.ics"

    /// Sends both methods, and checks that nothing happens.
    private func refuse(
        _ headers: [String: String],
        with status: Int,
        on front: TestFront
    ) async throws {
        let tag = try await front.put(source, SampleEvent.text())
        for method in ["COPY", "MOVE"] {
            let response = try await front.send(method, source, headers)
            #expect(response.status.code == status, "\(method): \(String(buffer: response.body))")
        }
        #expect(try await front.send("GET", source).headers[.eTag] == tag)
    }

    @Test(arguments: [
        ("", 400), ("calendars/alice/work/x.ics", 400), ("//host/x", 400), ("/calendars/alice/../bob/x", 400),
        ("mailto:alice@example.com", 400), ("/calendars/alice/work/x.ics?a=b", 400), ("/calendars/%zz/x", 400),
        ("/calendars/alice/calendar/e1.ics", 403), ("https://cal.example.com/calendars/alice/calendar/e1.ics", 403),
        ("https://other.example.com/calendars/alice/tasks/x.ics", 502), ("http://cal.example.com:81/x", 502),
        ("/calendars/alice/none/x.ics", 409), ("/calendars/nobody/work/x.ics", 409),
        ("/calendars/alice/work", 403), ("/calendars/alice/calendar/", 403), ("/calendars/alice/", 403), ("/", 403),
        ("/elsewhere", 403), ("/calendars/alice/calendar/x/y.ics", 409), ("/calendars/alice/calendar/x.ics/", 403),
        ("/principals/users/bob/", 403), ("/attachments/aaaaaaaaaaaaaaaaaaaaaaaaaa/a.pdf", 403),
        ("/calendars/alice/inbox/x.ics", 403), ("/calendars/alice/outbox/x.ics", 403),
        ("/calendars/bob/calendar/x.ics", 403), ("/calendars/bob/none/x.ics", 403),
    ])
    func `RFC 4918 §9.8.5 a destination where the object cannot go is refused`(
        destination: String,
        status: Int
    ) async throws {
        try await TestFront.run { front in
            try await refuse(["Destination": destination], with: status, on: front)
        }
    }

    @Test(arguments: [("/calendars/bob/calendar/x.ics", 403), ("/calendars/alice/none/x.ics", 409)])
    func `RFC 4918 §8.5 what cannot be at the destination is told before a condition that does not hold`(
        destination: String,
        status: Int
    ) async throws {
        try await TestFront.run { front in
            try await refuse(["Destination": destination, "If-Match": "\"stale\""], with: status, on: front)
        }
    }

    @Test func `RFC 4918 §9.8 without a Destination it is 400`() async throws {
        try await TestFront.run { front in try await refuse([:], with: 400, on: front) }
    }

    @Test(arguments: [
        ("Overwrite", "maybe", 400), ("Overwrite", "", 400), ("Depth", "2", 400), ("If", "nonsense", 400),
        ("If-Match", "nonsense", 400), ("If-Match", "\"stale\"", 412), ("If-None-Match", "*", 412),
        ("If", "([\"stale\"])", 412), ("If-Unmodified-Since", "Mon, 01 Jan 2001 00:00:00 GMT", 412),
    ])
    func `a field that is malformed or does not hold is refused`(
        field: String,
        value: String,
        status: Int
    ) async throws {
        try await TestFront.run { front in
            try await front.makeCalendar("/calendars/alice/work/")
            let headers = ["Destination": "/calendars/alice/work/x.ics", field: value]
            try await refuse(headers, with: status, on: front)
            #expect(try await front.send("GET", "/calendars/alice/work/x.ics").status == .notFound)
        }
    }

    @Test(arguments: [
        "https://cal.example.com/calendars/alice/work/x.ics", "HTTPS://CAL.example.com:443/calendars/alice/work/x.ics",
        "/calendars/alice/work/x.ics", "/calendars/%61lice/work/x.ics",
    ])
    func `RFC 4918 §10.3 a destination is an absolute path or a URI of this service`(destination: String) async throws {
        try await TestFront.run { front in
            try await front.put(source, SampleEvent.text())
            try await front.makeCalendar("/calendars/alice/work/")
            #expect(try await front.transfer("COPY", source, to: destination).status == .created)
        }
    }

    @Test(arguments: ["COPY", "MOVE"])
    func `what is not there is 404`(method: String) async throws {
        try await TestFront.run { front in
            let destination = "/calendars/alice/tasks/x.ics"
            let absent = try await front.transfer(method, "/calendars/alice/calendar/none.ics", to: destination)
            #expect(absent.status == .notFound)
            let calendar = try await front.transfer(method, "/calendars/alice/none/", to: "/calendars/alice/new/")
            #expect(calendar.status == .notFound)
        }
    }

    @Test(arguments: ["COPY", "MOVE"])
    func `homes and principals are not transferred`(method: String) async throws {
        try await TestFront.run { front in
            for path in ["/", "/calendars/", "/calendars/alice/", "/principals/users/alice/"] {
                let response = try await front.transfer(method, path, to: "/calendars/alice/new/")
                #expect(response.status == .methodNotAllowed)
            }
        }
    }
}
