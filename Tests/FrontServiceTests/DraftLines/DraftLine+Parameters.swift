import AttachmentStore
import CalDAV
import HTTPTypes
import HummingbirdTesting
import Testing
import WebDAV

@testable import FrontService

extension DraftLine {
    /// §3.3, POST Request for Managing Attachments.
    static let parameters: [DraftLine] = actions + instances + managedIDs

    private static let actions: [DraftLine] = [
        DraftLine("3.3.1", "This parameter MUST be present once on each POST request") { test async throws in
            try await test.meetingWithFile()
            try await test.expectRefusal("attachment-add&action=attachment-add", .validAction)
            let none = try await test.front.send("POST", AttachmentFront.event, body: "x")
            #expect(try precondition(of: none)?.name == Precondition.validAction.name)
        },
        DraftLine("3.3.1", "One of these three values MUST be used") { test async throws in
            let id = try await test.meetingWithFile()
            try await test.expectRefusal("attachment-move&managed-id=\(id)", .validAction)
            #expect(try await test.act("attachment-add").status == .created)
            let updated = try await test.act("attachment-update&managed-id=\(id)")
            #expect(updated.status == .noContent)
            let new = try #require(updated.headers[.calManagedID])
            #expect(try await test.act("attachment-remove&managed-id=\(new)", "").status == .noContent)
        },
    ]

    private static let instances: [DraftLine] = [
        DraftLine("3.3.2", "MUST contain one or more items, separated by commas") { test async throws in
            try await test.meetingWithFile()
            for rid in ["", ",", "M,", ",20120220T100000", "M;20120220T100000"] {
                try await test.expectRefusal("attachment-add&rid=\(rid)", .validRID)
            }
            #expect(try await test.act("attachment-add&rid=M,20120220T100000").status == .created)
            #expect(try await test.attachments().map(\.count) == [2, 2])
        },
        DraftLine("3.3.2", "This item MUST be present only once") { test async throws in
            try await test.meetingWithFile()
            try await test.expectRefusal("attachment-add&rid=M,m", .validRID)
            #expect(try await test.act("attachment-add&rid=m").status == .created)
        },
        DraftLine("3.3.2", "MUST correspond to the RECURRENCE-ID value as stored") { test async throws in
            try await test.meetingWithFile()
            // The same instant in UTC is another value, and another day is no instance.
            for rid in ["20120220T150000Z", "20120220", "20120221T100000"] {
                try await test.expectRefusal("attachment-add&rid=\(rid)", .validRID)
            }
            #expect(try await test.act("attachment-add&rid=20120220T100000").status == .created)
        },
        DraftLine("3.3.2", "they MUST be unique values") { test async throws in
            try await test.meetingWithFile()
            try await test.expectRefusal("attachment-add&rid=20120220T100000,20120220T100000", .validRID)
        },
        DraftLine("3.3.2", #"The "rid" query parameter MUST NOT be present in the case of an update"#) {
            test async throws in
            let id = try await test.meetingWithFile()
            try await test.expectRefusal("attachment-update&managed-id=\(id)&rid=M", .validRID)
        },
        DraftLine(
            "3.3.2",
            #"MUST NOT be present in the case of an update operation, or if the server chooses not to support"#,
            shownBy: "RFC 8607 §3.3.2 with the setting off, any rid is refused"
        ),
    ]

    private static let managedIDs: [DraftLine] = [
        DraftLine("3.3.3", #"MUST match the "MANAGED-ID" property parameter value"#) { test async throws in
            let id = try await test.meetingWithFile()
            let other = AttachmentID.random()
            try await test.expectRefusal("attachment-update&managed-id=\(other)", .validManagedID)
            try await test.expectRefusal("attachment-remove&managed-id=\(other)", .validManagedID, "")
            #expect(try await test.act("attachment-remove&managed-id=\(id)", "").status == .noContent)
        },
        DraftLine("3.3.3", #"The "managed-id" query parameter MUST NOT be present in the case of an add"#) {
            test async throws in
            let id = try await test.meetingWithFile()
            try await test.expectRefusal("attachment-add&managed-id=\(id)", .validManagedID)
        },
    ]
}
