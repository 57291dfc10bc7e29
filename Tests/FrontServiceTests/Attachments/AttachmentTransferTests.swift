import ICalendar
import AttachmentStore
import CalendarStore
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
import WebDAV

@testable import FrontService

/// Managed attachments of what is copied, moved, and deleted.
@Suite struct AttachmentTransferTests {
    private static let event = AttachmentFront.event
    private static let home = "/calendars/alice/"
    private static let copy = home + "work/copy.ics"

    /// Runs a test with an event that has an attachment, and a second calendar.
    private func run(
        _ body: @escaping @Sendable (AttachmentFront, AttachmentID) async throws -> Void
    ) async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, SampleEvent.text())
            let id = try await test.added()
            try await test.front.makeCalendar(Self.home + "work/")
            try await body(test, id)
        }
    }

    @Test func `a copy links the attachments of the original, whose size counts once`() async throws {
        try await run { test, id in
            #expect(try await test.front.transfer("COPY", Self.event, to: Self.copy).status == .created)
            #expect(try await test.links(of: id) == 2)
            #expect(try await test.usage() == 5)
            let (original, copied) = (try await test.data(), try await test.data(of: Self.copy))
            #expect(original == copied)
            #expect(try await test.front.send("DELETE", Self.event).status == .noContent)
            #expect(try await test.links(of: id) == 1)
            #expect(try await test.usage() == 5)
            #expect(try await test.front.send("DELETE", Self.copy).status == .noContent)
            #expect(try await test.usage() == 0)
        }
    }

    @Test func `a copy over an object of the same UID drops what that linked`() async throws {
        try await run { test, id in
            try await test.front.put(Self.copy, SampleEvent.text(summary: "old"))
            let old = try await test.added(to: Self.copy, "old bytes")
            #expect(try await test.front.transfer("COPY", Self.event, to: Self.copy).status == .noContent)
            #expect(try await test.links(of: old) == 0)
            #expect(try await test.links(of: id) == 2)
            #expect(try await test.usage() == 5)
        }
    }

    @Test func `RFC 8607 a move keeps the links, and the attachment can be read as before`() async throws {
        try await run { test, id in
            #expect(try await test.front.transfer("MOVE", Self.event, to: Self.copy).status == .created)
            #expect(try await test.links(of: id) == 1)
            let held = try #require(try await test.held(id))
            #expect(held.holding.state == .live)
            let response = try await test.front.send("GET", test.path(held, filename: held.attachment.filename))
            #expect(response.status == .temporaryRedirect)
        }
    }

    @Test func `a move over an object drops what that linked`() async throws {
        try await run { test, id in
            try await test.front.put(Self.copy, SampleEvent.text(summary: "old"))
            let old = try await test.added(to: Self.copy, "old bytes")
            #expect(try await test.front.transfer("MOVE", Self.event, to: Self.copy).status == .noContent)
            #expect(try await test.links(of: old) == 0)
            #expect(try await test.links(of: id) == 1)
        }
    }

    @Test func `a copy of a calendar links the attachments of all its objects`() async throws {
        try await run { test, id in
            let response = try await test.front.transfer("COPY", Self.home + "calendar/", to: Self.home + "copy/")
            #expect(response.status == .created)
            #expect(try await test.links(of: id) == 2)
            #expect(try await test.front.send("DELETE", Self.home + "calendar/").status == .noContent)
            #expect(try await test.links(of: id) == 1)
            #expect(try await test.usage() == 5)
        }
    }

    @Test func `a move of a calendar keeps the links`() async throws {
        try await run { test, id in
            let response = try await test.front.transfer("MOVE", Self.home + "calendar/", to: Self.home + "moved/")
            #expect(response.status == .created)
            #expect(try await test.links(of: id) == 1)
            #expect(try await test.front.send("DELETE", Self.home + "moved/").status == .noContent)
            #expect(try await test.links(of: id) == 0)
        }
    }

    @Test func `a calendar that is deleted or replaced drops the links of all its objects`() async throws {
        try await run { test, id in
            let replaced = try await test.front.transfer("MOVE", Self.home + "work/", to: Self.home + "calendar/")
            #expect(replaced.status == .noContent)
            #expect(try await test.links(of: id) == 0)
            #expect(try await test.usage() == 0)
        }
    }

    @Test func `a copy of an event whose attachment is another's leaves the reference out`() async throws {
        try await run { test, _ in
            let source = Self.home + "calendar/foreign.ics"
            try await test.front.put("/calendars/bob/calendar/b.ics", SampleEvent.text(uid: "b"), as: "bob")
            let theirs = try await test.added(to: "/calendars/bob/calendar/b.ics", "theirs", as: "bob")
            let line = "ATTACH;MANAGED-ID=\(theirs):https://cal.example.com/attachments/\(theirs)/attachment.bin\r\n"
            let data = ScheduledEvent.attaching(line, to: SampleEvent.text(uid: "foreign"))
            #expect(try await test.put(data, at: source).status == .created)
            #expect(try await test.front.transfer("COPY", source, to: Self.copy).status == .created)
            #expect(try await test.links(of: theirs) == 1)
            #expect(try await test.attachments(of: Self.copy).first?.first?.parameter("MANAGED-ID") == nil)
        }
    }

    // MARK: New calendars and members

    @Test func `a calendar made under the name of a removed one has none of its links`() async throws {
        try await run { test, id in
            #expect(try await test.front.transfer("COPY", Self.event, to: Self.copy).status == .created)
            #expect(try await test.front.send("DELETE", Self.home + "work/").status == .noContent)
            try await test.front.makeCalendar(Self.home + "work/")
            #expect(try await test.front.send("GET", Self.copy).status == .notFound)
            #expect(try await test.links(of: id) == 1)
            try await test.front.put(Self.copy, SampleEvent.text())
            #expect(try await test.links(of: id) == 1)
        }
    }

    @Test func `POST to a calendar reconciles as PUT does`() async throws {
        try await run { test, id in
            let property = try await test.front.properties([DAVProperty.addMember], of: Self.home + "work/")
            let uri = try #require(property.found(DAVProperty.addMember)?.first(DAVElement.href)?.text)
            let bare = "ATTACH;MANAGED-ID=\(id):https://old.example.com/x\r\n"
            let type = ["Content-Type": "text/calendar"]
            let response = try await test.front.send("POST", uri, type, body: ScheduledEvent.attaching(bare))
            #expect(response.status == .created)
            #expect(response.headers[.eTag] == nil)
            let member = try #require(response.headers[.location]).dropFirst("https://cal.example.com".count)
            let copied = try await test.attachments(of: String(member)).map { $0.map(\.value) }
            #expect(copied == (try await test.attachments().map { $0.map(\.value) }))
            #expect(try await test.links(of: id) == 2)
            #expect(try await test.usage() == 5)
        }
    }
}
