import ICalendar
import AttachmentStore
import CalDAV
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
import WebDAV

@testable import FrontService

extension DraftLine {
    /// §3.11.2, Quotas, and §3.11.3, Access Control.
    static let access: [DraftLine] = [
        DraftLine("3.11.2", "MAY choose to include managed attachments sizes") { test async throws in
            try await test.front.put(AttachmentFront.event, RecurringEvent.text)
            try await test.added(String(repeating: "x", count: 9_000))
            let name = DAVProperty.quotaUsedBytes
            let used = try await test.front.properties([name], of: "/calendars/alice/").found(name)
            #expect(used?.trimmedText == "9000")
        },
        DraftLine("3.11.3", "SHOULD be restricted to only those calendar users who have access", with: streaming) {
            test async throws in
            try await test.meetingWithFile()
            let path = try await test.attachPath()
            #expect(String(buffer: try await test.front.send("GET", path).body) == "Hello")
            for stranger in ["bob", "admin"] {
                let refused = try await test.front.send("GET", path, as: stranger)
                #expect(refused.status == .forbidden)
                #expect(try precondition(of: refused)?.name == XMLName(dav: "need-privileges"))
            }
        },
        DraftLine("3.11.3", "clients SHOULD be prepared to authenticate with the server storing the attachment") {
            test async throws in
            try await test.meetingWithFile()
            let refused = try await test.front.send("GET", try await test.attachPath(), as: nil)
            #expect(refused.status == .unauthorized)
            #expect(refused.headers[.wwwAuthenticate]?.hasPrefix("Basic ") == true)
        },
        DraftLine("3.11.3", "MUST prevent attendees of scheduled events from adding, updating or removing") {
            test async throws in
            try await test.front.put(AttachmentFront.event, ScheduledEvent.recurring(organizer: "bob"))
            let id = AttachmentID.random()
            let expected = Precondition.allowedAttendeeSchedulingObjectChange
            try await test.expectRefusal("attachment-add", expected)
            try await test.expectRefusal("attachment-update&managed-id=\(id)", expected)
            try await test.expectRefusal("attachment-remove&managed-id=\(id)", expected, "")
        },
        DraftLine("3.11.3", "the server MUST prevent a calendar user from re-using a managed attachment") {
            test async throws in
            let id = try await test.meetingWithFile()
            let uri = "/calendars/bob/calendar/copy.ics"
            #expect(try await test.put(try await test.data(), at: uri, as: "bob").status == .created)
            let plain = try #require(try await test.attachments(of: uri, as: "bob").first?.first)
            #expect(plain.parameter("MANAGED-ID") == nil)
            #expect(try await test.links(of: id) == 1)
            #expect(try await test.front.send("GET", try await test.attachPath(), as: "bob").status == .forbidden)
        },
    ]

    private static let streaming: DraftSettings = { $0.attachments.download = .stream }
}
