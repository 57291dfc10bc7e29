import AttachmentStore
import HTTPTypes
import HummingbirdTesting
import ICalendar
import Testing

@testable import FrontService

extension DraftLine {
    /// §3.6, Removing Attachments via POST.
    static let removing: [DraftLine] = [
        DraftLine("3.6", #"MUST modify the calendar object resource to include the overridden component"#) {
            test async throws in
            let id = try await test.meetingWithFile()
            let removed = try await test.act("attachment-remove&managed-id=\(id)&rid=20120220T100000", "")
            #expect(removed.status == .noContent)
            let resource = try CalendarObjectResource(parsing: Array(try await test.data().utf8))
            #expect(resource.instances.map { $0.first("RECURRENCE-ID")?.value } == [nil, "20120220T100000"])
            #expect(try await test.attachments().map(\.count) == [1, 0])
        },
        DraftLine("3.6", "the server MUST return an appropriate HTTP success status response") { test async throws in
            let id = try await test.meetingWithFile()
            #expect(try await test.remove(id).status == .noContent)
            #expect(try await test.attachments().map(\.count) == [0])
        },
    ]

    /// §3.7 to §3.9, what PUT does, and what cannot be done to the attachment itself.
    static let calendarData: [DraftLine] = [
        DraftLine("3.7", #"SHOULD NOT change either the "MANAGED-ID" parameter value or the "ATTACH" property value"#) {
            test async throws in
            try await test.meetingWithFile()
            let attach = try await test.firstAttach()
            let line = "ATTACH;MANAGED-ID=\(attach.parameter("MANAGED-ID") ?? ""):\(attach.value)\r\n"
            let uri = "/calendars/alice/calendar/other.ics"
            let other = ScheduledEvent.attaching(line, to: SampleEvent.text(uid: "other@example.com"))
            #expect(try await test.put(other, at: uri).status == .created)
            let linked = try #require(try await test.attachments(of: uri).first?.first)
            #expect(linked.parameter("MANAGED-ID") == attach.parameter("MANAGED-ID"))
            #expect(linked.value == attach.value)
        },
        DraftLine("3.8", "MUST NOT allow clients to update attachment data directly via a PUT", with: streaming) {
            test async throws in
            for method in ["PUT", "POST", "PATCH", "MOVE", "COPY", "PROPPATCH"] {
                try await test.expectNotAllowed(method)
            }
        },
        DraftLine("3.9", "MUST NOT allow clients to delete attachments directly via a DELETE request", with: streaming)
        { test async throws in
            try await test.expectNotAllowed("DELETE")
        },
    ]

    private static let streaming: DraftSettings = { $0.attachments.download = .stream }
}
