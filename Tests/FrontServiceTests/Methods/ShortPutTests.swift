import CalDAV
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing
import WebDAV

@testable import FrontService

/// PUT with a short body of declared length, which is checked in the transaction alone, beside one whose length is not told.
@Suite struct ShortPutTests {
    /// A PUT that is refused for more than one reason, and which of them counts.
    struct Refused: CustomTestStringConvertible, Sendable {
        let name: String
        var uri = "/calendars/alice/calendar/e1.ics"
        var fields: [String: String] = [:]
        var body = "hello"
        let status: HTTPResponse.Status
        var precondition: XMLName?

        var testDescription: String { name }
    }

    private static let todo = SampleEvent.text(uid: "todo").replacing("VEVENT", with: "VTODO")

    private static let refusals = [
        Refused(
            name: "bad data, no calendar",
            uri: "/calendars/alice/none/e1.ics",
            status: .conflict
        ),
        Refused(
            name: "bad data, another's home",
            uri: "/calendars/bob/calendar/e1.ics",
            status: .forbidden,
            precondition: XMLName(dav: "need-privileges")
        ),
        Refused(name: "bad data, the inbox", uri: "/calendars/alice/inbox/e1.ics", status: .forbidden),
        Refused(name: "bad data, a stale tag", fields: ["If-Match": "\"x\""], status: .preconditionFailed),
        Refused(name: "bad data, an object", fields: ["If-None-Match": "*"], status: .preconditionFailed),
        Refused(
            name: "bad data, a stale state",
            fields: ["If": "</calendars/alice/> ([\"x\"])"],
            status: .preconditionFailed
        ),
        Refused(
            name: "bad data alone",
            status: .forbidden,
            precondition: XMLName(caldav: "valid-calendar-data")
        ),
        Refused(
            name: "another component, a stale tag",
            fields: ["If-Match": "\"x\""],
            body: todo,
            status: .preconditionFailed
        ),
        Refused(
            name: "another component, another UID",
            body: todo.replacing("UID:todo", with: "UID:other@example.com"),
            status: .forbidden,
            precondition: XMLName(caldav: "supported-calendar-component")
        ),
        Refused(
            name: "a UID in use, a stale tag",
            uri: "/calendars/alice/calendar/new.ics",
            fields: ["If-Match": "\"x\""],
            body: SampleEvent.text(),
            status: .preconditionFailed
        ),
        Refused(
            name: "a UID in use",
            uri: "/calendars/alice/calendar/new.ics",
            body: SampleEvent.text(),
            status: .forbidden,
            precondition: XMLName(caldav: "no-uid-conflict")
        ),
    ]

    @Test(arguments: refusals)
    func `what a client is told first does not depend on how its body comes`(refused: Refused) async throws {
        try await TestFront.run { front in
            let tag = try await front.put("/calendars/alice/calendar/e1.ics", SampleEvent.text())
            let fields = refused.fields.merging(["Content-Type": "text/calendar"]) { $1 }
            let short = try await front.send("PUT", refused.uri, fields, body: refused.body)
            #expect(short.status == refused.status)
            if let name = refused.precondition { #expect(try precondition(of: short)?.name == name) }
            let streamed = try await front.sendStream(
                "PUT",
                refused.uri,
                fields.merging(["Transfer-Encoding": "chunked"]) { $1 },
                body: RequestBody(buffer: ByteBuffer(string: refused.body))
            )
            #expect(streamed.status == refused.status)
            #expect(try await front.send("GET", "/calendars/alice/calendar/e1.ics").headers[.eTag] == tag)
        }
    }

    @Test func `a short body is stored after one look at the database, and a longer one after two`() async throws {
        let interruption = Interruption()
        try await AttachmentFront.run(database: { InterruptingDatabase(base: $0, interruption: interruption) }) {
            test in
            func steps(
                _ name: String,
                _ event: String,
                _ fields: [String: String] = [:]
            ) async throws
                -> [Interruption.Step]
            {
                interruption.arm(at: 100) {}
                let fields = fields.merging(["Content-Type": "text/calendar"]) { $1 }
                let response = try await test.front.send(
                    "PUT",
                    "/calendars/alice/calendar/\(name)",
                    fields,
                    body: event
                )
                #expect(response.status == .created)
                return interruption.disarm()
            }
            let look: [Interruption.Step] = [.readBegins, .readEnded]
            let write: [Interruption.Step] = [.writeBegins, .writing, .written]
            _ = try await test.front.send("GET", "/calendars/alice/")
            let long = SampleEvent.text(uid: "long", summary: String(repeating: "x", count: 65_537))
            let linked = SampleEvent.text(uid: "c", summary: "C\r\nATTACH:https://example.org/a")
            #expect(try await steps("a", SampleEvent.text(uid: "a")) == look + write)
            #expect(try await steps("b", SampleEvent.text(uid: "b"), ["Expect": "100-continue"]) == look + look + write)
            #expect(try await steps("c", linked) == look + look + write)
            #expect(try await steps("d", long) == look + look + write)
        }
    }
}
