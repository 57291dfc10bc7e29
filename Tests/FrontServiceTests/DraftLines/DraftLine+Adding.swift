import AttachmentStore
import HTTPTypes
import HummingbirdTesting
import ICalendar
import Testing

@testable import FrontService

extension DraftLine {
    /// §3.4, Adding attachments.
    static let adding: [DraftLine] = [
        DraftLine("3.4", "The client MUST include a valid Content-Type HTTP header") { test async throws in
            try await test.meetingWithFile()
            #expect(try await test.firstAttach().parameter("FMTTYPE") == "application/octet-stream")
        },
        DraftLine("3.4", "The client SHOULD include a Content-Disposition HTTP header") { test async throws in
            try await test.meetingWithFile(["Content-Type": "application/pdf"])
            #expect(try await test.firstAttach().parameter("FILENAME") == "attachment.pdf")
        },
        DraftLine("3.4", #"MUST contain a "MANAGED-ID" parameter whose value is a unique identifier"#) {
            test async throws in
            let first = try await test.meetingWithFile()
            let other = "/calendars/bob/calendar/b.ics"
            try await test.front.put(other, SampleEvent.text(uid: "b@example.com"), as: "bob")
            let second = try await test.added("Hello")
            let third = try await test.added(to: other, "Hello", as: "bob")
            #expect(Set([first, second, third]).count == 3)
            let ids = try await test.attachments().first?.map { $0.parameter("MANAGED-ID") }
            #expect(ids == [first.text, second.text])
        },
        DraftLine("3.4", #"SHOULD contain an "FMTTYPE" parameter whose value matches the Content-Type"#) {
            test async throws in
            try await test.meetingWithFile(["Content-Type": #"Text/HTML; charset="utf-8""#])
            #expect(try await test.firstAttach().parameter("FMTTYPE") == "text/html")
        },
        DraftLine("3.4", #"SHOULD contain an "FILENAME" parameter"#) { test async throws in
            try await test.meetingWithFile(["Content-Disposition": "attachment;filename=agenda.html"])
            #expect(try await test.firstAttach().parameter("FILENAME") == "agenda.html")
        },
        DraftLine("3.4", #"SHOULD include a "SIZE" parameter"#) { test async throws in
            try await test.meetingWithFile()
            #expect(try await test.firstAttach().parameter("SIZE") == "5")
        },
        DraftLine("3.4", "MUST modify the calendar object resource to include the overridden component") {
            test async throws in
            try await test.front.put(AttachmentFront.event, RecurringEvent.text)
            #expect(try await test.act("attachment-add&rid=20120220T100000").status == .created)
            let resource = try CalendarObjectResource(parsing: Array(try await test.data().utf8))
            let override = try #require(resource.instances.last)
            let recurrenceID = try #require(override.first("RECURRENCE-ID"))
            #expect(recurrenceID.value == "20120220T100000")
            #expect(recurrenceID.parameter("TZID") == "America/Montreal")
            #expect(try await test.attachments().map(\.count) == [0, 1])
        },
        DraftLine("3.4", #"MUST return an appropriate HTTP success status response and include a "Cal-Managed-ID""#) {
            test async throws in
            try await test.front.put(AttachmentFront.event, RecurringEvent.text)
            let response = try await test.act("attachment-add")
            #expect(response.status == .created)
            let attach = try await test.firstAttach()
            #expect(response.headers[.calManagedID] == attach.parameter("MANAGED-ID"))
        },
    ]
}
