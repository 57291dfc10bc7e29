import ICalendar
import AttachmentStore
import CalDAV
import HTTPTypes
import HummingbirdTesting
import Testing
import WebDAV

@testable import FrontService

extension DraftLine {
    /// §3.11.4, Redirects, to §3.11.7, Other Client Considerations.
    static let considerations: [DraftLine] = [
        DraftLine(
            "3.11.4",
            "MAY issue an HTTP redirect to require the client to re-issue the POST request",
            shownBy: "RFC 8607 §3.11.4 with the expectation and a long body POST is 307 to a signed upload URL",
            "RFC 8607 §3.11.4 without the expectation, or below the threshold, it is streamed",
            "RFC 8607 §3.11.4 a refusal comes instead of 100 Continue"
        ),
        DraftLine("3.11.5", "MAY automatically remove attachment data") { test async throws in
            let id = try await withdrawn(test)
            #expect(try await test.held(id)?.holding.state != .live)
        },
        DraftLine("3.11.5", "SHOULD NOT modify calendar data referencing those attachments") { test async throws in
            try await test.meetingWithFile()
            let before = try await test.data()
            try await withdraw(try await test.firstAttach().parameter("MANAGED-ID"), test)
            #expect(try await test.data() == before)
        },
        DraftLine("3.11.5", "they SHOULD return a 410 HTTP status response to any request") { test async throws in
            _ = try await withdrawn(test)
            for method in ["GET", "HEAD"] {
                #expect(try await test.front.send(method, try await test.attachPath()).status == .gone)
            }
        },
        DraftLine(
            "3.11.6",
            "the server MUST ensure that a scheduling message is sent",
            shownBy: "attachments draft-01 §3.11.6 every change by an organizer sends scheduling messages"
        ),
        DraftLine(
            "3.11.7",
            #"SHOULD use the "102 (Processing)" interim response"#,
            shownBy: "RFC 8607 §3.11.7 a POST that takes long gets 102 again and again, then its answer"
        ),
        DraftLine("3.11.7", #"clients SHOULD remove all "MANAGED-ID" property parameters from "ATTACH" properties"#) {
            test async throws in
            // What was exported with them is nobody else's.
            try await test.meetingWithFile()
            let uri = "/calendars/bob/calendar/imported.ics"
            #expect(try await test.put(try await test.data(), at: uri, as: "bob").status == .created)
            #expect(try await test.attachments(of: uri, as: "bob").first?.first?.parameter("MANAGED-ID") == nil)
        },
        DraftLine("3.11.7", #"clients SHOULD remove any "MANAGED-ID" property parameters on "ATTACH" properties"#) {
            test async throws in
            let foreign = "ATTACH;MANAGED-ID=aUNhbGVuZGFy:https://elsewhere.example.com/a/b\r\n"
            let refused = try await test.put(ScheduledEvent.attaching(foreign))
            #expect(try precondition(of: refused)?.name == Precondition.validManagedIDParameter.name)
            let imported = ScheduledEvent.attaching(foreign.replacing(";MANAGED-ID=aUNhbGVuZGFy", with: ""))
            #expect(try await test.put(imported).status == .created)
            #expect(try await test.data() == imported)
        },
    ]

    /// Adds an attachment, and has the server withdraw it.
    private static func withdrawn(_ test: AttachmentFront) async throws -> AttachmentID {
        let id = try await test.meetingWithFile()
        try await withdraw(id.text, test)
        return id
    }

    private static func withdraw(_ id: String?, _ test: AttachmentFront) async throws {
        let id = try #require(id.flatMap { AttachmentID(parsing: $0) })
        let terms = RemovalTerms(now: test.front.clock.now, grace: .zero)
        try await test.write { store, txn in
            try store.withdraw(id, reason: "It holds malware.", terms: terms, in: txn)
        }
    }
}
