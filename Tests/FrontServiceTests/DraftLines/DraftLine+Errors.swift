import AttachmentStore
import CalDAV
import HTTPTypes
import HummingbirdTesting
import Testing
import WebDAV

@testable import FrontService

extension DraftLine {
    /// §3.11.1, Error Handling.
    static let errors: [DraftLine] = [
        DraftLine(
            "3.11.1",
            "MUST have an octet size less than or equal to the value of the CALDAV:max-attachment-size",
            with: { $0.attachments.maximumSize = 5 }
        ) { test async throws in
            try await test.meetingWithFile()
            let name = CalendarProperty.maxAttachmentSize
            let told = try await test.front.properties([name], of: "/calendars/alice/calendar/").found(name)
            #expect(told?.trimmedText == "5")
            try await test.expectRefusal("attachment-add", .maxAttachmentSize, "Hello!")
        },
        DraftLine(
            "3.11.1",
            "MUST result in the target calendar resource having a number of managed attachments less than or equal",
            with: { $0.attachments.maximumPerResource = 1 }
        ) { test async throws in
            try await test.meetingWithFile()
            let name = CalendarProperty.maxAttachmentsPerResource
            let told = try await test.front.properties([name], of: "/calendars/alice/calendar/").found(name)
            #expect(told?.trimmedText == "1")
            try await test.expectRefusal("attachment-add", .maxAttachmentsPerResource)
            try await test.expectRefusal("attachment-add&rid=20120220T100000", .maxAttachmentsPerResource)
        },
        DraftLine("3.11.1", #"MUST contain a value corresponding to a "MANAGED-ID" property parameter value"#) {
            test async throws in
            let id = try await test.meetingWithFile()
            for wrong in ["", "x", "\(id)x", id.text.uppercased()] {
                try await test.expectRefusal("attachment-update&managed-id=\(wrong)", .validManagedID)
                try await test.expectRefusal("attachment-remove&managed-id=\(wrong)", .validManagedID, "")
            }
        },
    ]
}
