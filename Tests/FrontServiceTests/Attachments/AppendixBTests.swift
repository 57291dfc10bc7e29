import AttachmentStore
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@testable import FrontService

/// The example of draft-ietf-calext-caldav-attachments Appendix B, with the values of this server.
///
/// Other than there, the override keeps the master's ATTACH: the series' files belong to each of its instances.
@Suite struct AppendixBTests {
    private static let now = "20231114T221320Z"

    private func post(
        _ test: AttachmentFront,
        _ query: String,
        _ body: String,
        named name: String
    ) async throws
        -> TestResponse
    {
        try await test.front.send(
            "POST",
            "\(AttachmentFront.event)?\(query)",
            [
                "Content-Type": "text/html; charset=\"utf-8\"", "Content-Disposition": "attachment;filename=\(name)",
                "Prefer": "return=representation",
            ],
            body: body
        )
    }

    private func attach(_ response: TestResponse, _ name: String, size: Int) throws -> String {
        let id = try #require(response.headers[.calManagedID])
        let uri = "https://cal.example.com/attachments/\(id)/\(name)"
        #expect(response.headers[.location] == uri)
        return "ATTACH;MANAGED-ID=\(id);FMTTYPE=text/html;SIZE=\(size);FILENAME=\(name):\(uri)\r\n"
    }

    /// Lines that are the server's own have its folding.
    private func unfolded(_ text: String) -> String {
        text.replacing("\r\n ", with: "")
    }

    @Test func `attachments draft-01 Appendix B the series gets an agenda, and one instance another`() async throws {
        try await AttachmentFront.run { test in
            #expect(try await test.put(RecurringEvent.text).status == .created)
            let agenda = "<html>\n  <body>\n    <h1>Agenda</h1>\n    <p>As usual</p>\n  </body>\n</html>\n"
            let first = try await post(test, "action=attachment-add", agenda, named: "agenda.html")
            #expect(first.status == .created)
            #expect(first.headers[.contentLocation] == AttachmentFront.event)
            #expect(first.headers[.contentType]?.hasPrefix("text/calendar") == true)
            let usual = try attach(first, "agenda.html", size: agenda.utf8.count)
            let stamps = (stamp: "DTSTAMP:\(Self.now)\r\n", modified: "LAST-MODIFIED:\(Self.now)\r\n")
            let master =
                RecurringEvent.uid + stamps.stamp + RecurringEvent.times + RecurringEvent.meeting + usual
                + stamps.modified + "END:VEVENT\r\n"
            let whole = unfolded(RecurringEvent.head + master + "END:VCALENDAR\r\n")
            #expect(unfolded(String(buffer: first.body)) == whole)

            let special = agenda.replacing("As usual", with: "Something different, for a change")
            let query = "action=attachment-add&rid=20120220T100000"
            let second = try await post(test, query, special, named: "agenda0220.html")
            #expect(second.status == .created)
            #expect(second.headers[.calManagedID] != first.headers[.calManagedID])
            #expect(second.headers[.eTag] != first.headers[.eTag])
            let different = try attach(second, "agenda0220.html", size: special.utf8.count)
            let override =
                RecurringEvent.uid + "RECURRENCE-ID;TZID=America/Montreal:20120220T100000\r\n" + stamps.stamp
                + "DTSTART;TZID=America/Montreal:20120220T100000\r\nDURATION:PT1H\r\n" + RecurringEvent.meeting + usual
                + different + stamps.modified + "END:VEVENT\r\n"
            let both = unfolded(RecurringEvent.head + master + override + "END:VCALENDAR\r\n")
            #expect(unfolded(String(buffer: second.body)) == both)
            #expect(try await test.data() == String(buffer: second.body))
        }
    }

    @Test func `the lines of the client keep their folding in the override too`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(AttachmentFront.event, RecurringEvent.text)
            _ = try await post(test, "action=attachment-add&rid=20120220T100000", "x", named: "a.html")
            let data = try await test.data()
            #expect(data.ranges(of: RecurringEvent.meeting).count == 2)
            #expect(data.hasPrefix(RecurringEvent.text.dropLast("END:VCALENDAR\r\n".count)))
        }
    }
}
