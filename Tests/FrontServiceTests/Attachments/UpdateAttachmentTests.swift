import ICalendar
import AttachmentStore
import BlobModel
import CalDAV
import HTTPTypes
import HummingbirdTesting
import ManagedAttachments
import NIOCore
import Testing
import WebDAV

@testable import FrontService

@Suite struct UpdateAttachmentTests {
    @Test func `RFC 8607 §3.5 updating returns 204 with another Cal-Managed-ID, even for identical bytes`() async throws
    {
        try await AttachmentFront.run { test in
            try await test.front.put(AttachmentFront.event, SampleEvent.text())
            let old = try await test.added("same")
            let response = try await test.update(old, "same")
            #expect(response.status == .noContent)
            let new = try #require(response.headers[.calManagedID])
            #expect(new != old.text)
            #expect(response.headers[.eTag] == nil)
            #expect(response.headers[.location] == nil)
            let property = try #require(try await test.attachments().first?.first)
            #expect(property.parameter("MANAGED-ID") == new)
            #expect(property.value.contains("/attachments/\(new)/"))
        }
    }

    @Test func `RFC 8607 §3.5 with return=representation, 200 has the calendar data`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(AttachmentFront.event, SampleEvent.text())
            let old = try await test.added("one")
            let response = try await test.update(old, "two!", ["Prefer": "return=representation"])
            #expect(response.status == .ok)
            #expect(response.headers[.calManagedID] != nil)
            #expect(response.headers[.contentLocation] == AttachmentFront.event)
            let current = try await test.front.send("GET", AttachmentFront.event)
            #expect(response.body == current.body)
            #expect(response.headers[.eTag] == current.headers[.eTag])
        }
    }

    @Test func `RFC 8607 §3.5 every component that carries the managed ID changes, and only that ATTACH`() async throws
    {
        try await AttachmentFront.run { test in
            try await test.front.put(AttachmentFront.event, ScheduledEvent.recurring())
            let kept = try await test.added("kept")
            let old = try await test.added("one")
            let response = try await test.update(old, "two", ["Content-Type": "text/html"])
            let new = try #require(response.headers[.calManagedID])
            for component in try await test.attachments() {
                #expect(component.compactMap { $0.parameter("MANAGED-ID") } == [kept.text, new])
                #expect(component.last?.parameter("FMTTYPE") == "text/html")
            }
        }
    }

    @Test func `an update without a file name keeps the name, and one with a name takes it`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(AttachmentFront.event, SampleEvent.text())
            let first = try await test.added("1", ["Content-Disposition": "attachment; filename=agenda.txt"])
            let text = try #require(try await test.update(first, "2").headers[.calManagedID])
            #expect(try await test.attachments().first?.first?.parameter("FILENAME") == "agenda.txt")
            let second = try #require(AttachmentID(parsing: text))
            _ = try await test.update(second, "3", ["Content-Disposition": "attachment; filename=new.txt"])
            #expect(try await test.attachments().first?.first?.parameter("FILENAME") == "new.txt")
        }
    }

    @Test func `the old attachment is removed, with the grace, when the update was its last use`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(AttachmentFront.event, SampleEvent.text())
            let old = try await test.added("old bytes")
            _ = try await test.update(old, "new")
            let state = try #require(try await test.held(old)).holding.state
            let now = test.front.clock.now
            let terms = RemovalTerms(now: now, grace: test.front.dependencies.configuration.attachments.grace)
            #expect(state == .removed(at: now, due: terms.due))
            #expect(try await test.usage() == 3)
        }
    }

    @Test func `other objects that share the old attachment keep it`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(AttachmentFront.event, SampleEvent.text())
            let old = try await test.added("shared")
            let line = "ATTACH;MANAGED-ID=\(old):https://cal.example.com/attachments/\(old)/attachment.bin\r\n"
            let other = "/calendars/alice/calendar/e2.ics"
            let copy = ScheduledEvent.attaching(line, to: SampleEvent.text(uid: "e2@example.com"))
            #expect(try await test.put(copy, at: other).status == .created)
            _ = try await test.update(old, "new")
            #expect(try await test.held(old)?.holding.state == .live)
            #expect(try await test.attachments(of: other).first?.first?.parameter("MANAGED-ID") == old.text)
        }
    }

    @Test func `RFC 8607 §3.3.3 a managed-id that the object does not have is valid-managed-id`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(AttachmentFront.event, SampleEvent.text())
            let response = try await test.update(.random(), "x")
            #expect(response.status == .forbidden)
            #expect(try precondition(of: response)?.name == Precondition.validManagedID.name)
            #expect(try await test.references().isEmpty)
        }
    }
}
