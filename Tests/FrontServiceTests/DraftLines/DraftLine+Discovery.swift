import CalDAV
import HTTPTypes
import HummingbirdTesting
import Testing
import WebDAV

@testable import FrontService

extension DraftLine {
    /// §3.2, Discovering Support for Managed Attachments.
    static let discovery: [DraftLine] = [
        DraftLine("3.2", #"MUST include "calendar-managed-attachments" as a field in the DAV response header"#) {
            test async throws in
            let tokens = try await tokens(test)
            #expect(tokens.contains("calendar-managed-attachments"))
            #expect(!tokens.contains("calendar-managed-attachments-no-recurrence"))
        },
        DraftLine(
            "3.2",
            #"the server MUST include "calendar-managed-attachments-no-recurrence""#,
            with: { $0.attachments.allowsInstances = false }
        ) { test async throws in
            let tokens = try await tokens(test)
            #expect(tokens.contains("calendar-managed-attachments"))
            #expect(tokens.contains("calendar-managed-attachments-no-recurrence"))
        },
        DraftLine(
            "3.2",
            "clients MUST NOT attempt any managed attachment operations that target specific recurrence instances",
            with: { $0.attachments.allowsInstances = false }
        ) { test async throws in
            let id = try await test.meetingWithFile()
            try await test.expectRefusal("attachment-add&rid=20120220T100000", .validRID)
            try await test.expectRefusal("attachment-remove&managed-id=\(id)&rid=M", .validRID, "")
        },
    ]

    /// The tokens of DAV on the home.
    private static func tokens(_ test: AttachmentFront) async throws -> [String] {
        let response = try await test.front.send("OPTIONS", "/calendars/alice/")
        let field = try #require(response.headers[.dav])
        return field.split(separator: ",").map { String($0.drop { $0 == " " }) }
    }
}
