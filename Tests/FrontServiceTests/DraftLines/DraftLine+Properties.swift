import CalDAV
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
import WebDAV

@testable import FrontService

extension DraftLine {
    /// §6, Additional WebDAV properties.
    static let properties: [DraftLine] = serverURL + size + count

    private static let home = "/calendars/alice/"
    private static let calendar = "/calendars/alice/calendar/"

    private static let serverURL: [DraftLine] = [
        DraftLine("6.1", "This property MUST be protected") { test async throws in
            try await test.expectProtected(CalendarProperty.managedAttachmentsServerURL, of: home)
        },
        DraftLine("6.1", "SHOULD NOT be returned by a PROPFIND DAV:allprop request") { test async throws in
            try await test.expectNotInAllprop(CalendarProperty.managedAttachmentsServerURL, of: home)
        },
        DraftLine("6.1", "This property MAY be defined on a calendar home collection") { test async throws in
            let name = CalendarProperty.managedAttachmentsServerURL
            #expect(try await test.front.properties([name], of: home).found(name) != nil)
            #expect(try await test.front.properties([name], of: calendar).found(name) == nil)
        },
        DraftLine(
            "6.1",
            "its value MUST be an absolute HTTP URI containing only the scheme",
            shownBy: "RFC 8607 §6.1 managed-attachments-server-URL is a scheme and authority, on the home alone"
        ),
        DraftLine(
            "6.1",
            "the client MUST construct the actual URL of the attachment by substituting",
            shownBy: "the front is asked with the client's path and credentials, and the bytes are served"
        ),
        DraftLine(
            "6.1",
            "the client MUST substitute the scheme and authority parts of the attachment URI",
            with: { settings in
                settings.attachments.download = .stream
                settings.attachments.server = .sameHost
            }
        ) { test async throws in
            let name = CalendarProperty.managedAttachmentsServerURL
            let property = try await test.front.properties([name], of: home).found(name)
            #expect(property?.children.isEmpty == true)
            try await test.meetingWithFile()
            #expect(String(buffer: try await test.front.send("GET", try await test.attachPath()).body) == "Hello")
        },
    ]

    private static let size: [DraftLine] = [
        DraftLine("6.2", "MUST be protected as it indicates limits") { test async throws in
            try await test.expectProtected(CalendarProperty.maxAttachmentSize, of: calendar)
        },
        DraftLine("6.2", "This property value MUST be preserved in COPY and MOVE operations") { test async throws in
            try await test.expectPreserved(CalendarProperty.maxAttachmentSize)
        },
        DraftLine("6.2", "SHOULD NOT be returned by a PROPFIND DAV:allprop request") { test async throws in
            try await test.expectNotInAllprop(CalendarProperty.maxAttachmentSize, of: calendar)
        },
        DraftLine(
            "6.2",
            "exceeding this size MUST result in an error",
            with: { $0.attachments.maximumSize = 5 }
        ) { test async throws in
            let id = try await test.meetingWithFile()
            try await test.expectRefusal("attachment-add", .maxAttachmentSize, "Hello!")
            try await test.expectRefusal("attachment-update&managed-id=\(id)", .maxAttachmentSize, "Hello!")
        },
    ]

    private static let count: [DraftLine] = [
        DraftLine("6.3", "MUST be protected as it indicates limits") { test async throws in
            try await test.expectProtected(CalendarProperty.maxAttachmentsPerResource, of: calendar)
        },
        DraftLine("6.3", "This property value MUST be preserved in COPY and MOVE operations") { test async throws in
            try await test.expectPreserved(CalendarProperty.maxAttachmentsPerResource)
        },
        DraftLine("6.3", "SHOULD NOT be returned by a PROPFIND DAV:allprop request") { test async throws in
            try await test.expectNotInAllprop(CalendarProperty.maxAttachmentsPerResource, of: calendar)
        },
        DraftLine(
            "6.3",
            "would cause the calendar resource to exceed this limit MUST result in an error",
            with: { $0.attachments.maximumPerResource = 2 }
        ) { test async throws in
            // Attachments that are not managed do not count.
            let plain = "ATTACH:https://elsewhere.example.com/a.txt\r\nATTACH:https://elsewhere.example.com/b.txt\r\n"
            try await test.front.put(AttachmentFront.event, ScheduledEvent.attaching(plain))
            try await test.added("1")
            try await test.added("2")
            try await test.expectRefusal("attachment-add", .maxAttachmentsPerResource, "3")
        },
    ]
}
