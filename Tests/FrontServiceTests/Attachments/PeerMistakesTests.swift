import AttachmentStore
import BlobModel
import BlobStoreTesting
import HTTPTypes
import HummingbirdTesting
import ICalendar
import NIOCore
import Testing

@testable import FrontService

/// Mistakes that other servers make, and what their clients have to live with.
@Suite struct PeerMistakesTests {
    private static let event = AttachmentFront.event

    @Test func `the Host field has no part in ATTACH and Location`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, SampleEvent.text())
            let response = try await test.add(
                "x",
                ["Host": "evil.example.com", "X-Forwarded-Host": "evil.example.com", "Prefer": "return=representation"]
            )
            #expect(response.headers[.location]?.hasPrefix("https://cal.example.com/attachments/") == true)
            #expect(!String(buffer: response.body).contains("evil"))
        }
    }

    @Test func `ATTACH is an absolute URI without a signature, which would rot`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, SampleEvent.text())
            try await test.added()
            let uri = try #require(try await test.attachments().first?.first).value
            #expect(uri.hasPrefix("https://"))
            #expect(!uri.contains("?"))
        }
    }

    @Test func `equal bytes have URIs that say nothing of each other`() async throws {
        try await AttachmentFront.run { test in
            let bobs = "/calendars/bob/calendar/b.ics"
            try await test.front.put(Self.event, SampleEvent.text())
            try await test.front.put(bobs, SampleEvent.text(), as: "bob")
            let first = try await test.added("equal")
            let second = try await test.added(to: bobs, "equal", as: "bob")
            #expect(first != second)
            let digest = try #require(try await test.held(first)).attachment.blob.description
            #expect(!(try await test.data()).contains(digest))
        }
    }

    @Test func `Apple Calendar wants ATTACH octet for octet the same between GETs`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, SampleEvent.text())
            try await test.added("1", ["Content-Disposition": "attachment; filename*=UTF-8''%E5%B8%82%E5%A0%B4.pdf"])
            let first = try await test.data()
            try await test.added("2")
            let second = try await test.data()
            let start = try #require(first.firstRange(of: "ATTACH")).lowerBound
            let end = try #require(
                first[start...].firstRange(of: "LAST-MODIFIED:") ?? first[start...].firstRange(of: "END:")
            )
            #expect(second.contains(first[start..<end.lowerBound]))
            #expect(try await test.data() == second)
        }
    }

    @Test func `Apple Calendar removes by PUT, and adds the same name again`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, SampleEvent.text())
            let headers = ["Content-Disposition": "attachment; filename=plan.pdf"]
            let old = try await test.added("old", headers)
            let new = try await test.added("new", headers)
            var resource = try CalendarObjectResource(parsing: Array(try await test.data().utf8))
            resource.updateInstances { instance in
                instance.removeProperties(named: "ATTACH") { $0.parameter("MANAGED-ID") == old.text }
            }
            let without = String(decoding: resource.serialised(), as: UTF8.self)
            #expect(try await test.put(without).status == .noContent)
            #expect(try await test.links(of: old) == 0)
            #expect(try await test.links(of: new) == 1)
        }
    }

    @Test func `a task has attachments as an event has`() async throws {
        try await AttachmentFront.run { test in
            let uri = "/calendars/alice/tasks/t1.ics"
            let task = SampleEvent.text(uid: "t1@example.com").replacing("VEVENT", with: "VTODO")
            #expect(try await test.put(task, at: uri).status == .created)
            let id = try await test.added(to: uri)
            #expect(try await test.attachments(of: uri).first?.first?.parameter("MANAGED-ID") == id.text)
        }
    }

    @Test func `a removal from one instance keeps the bytes that other instances use`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, RecurringEvent.text)
            let id = try await test.added("Hello")
            let query = "action=attachment-remove&managed-id=\(id)&rid=20120220T100000"
            #expect(try await test.front.send("POST", "\(Self.event)?\(query)", body: "").status == .noContent)
            #expect(try await test.attachments().map(\.count) == [1, 0])
            #expect(try await test.links(of: id) == 1)
            #expect(try await test.held(id)?.holding.state == .live)
            // What is removed has its bytes for the grace, whoever uses them.
            test.front.clock.advance(by: Double(test.dependencies.configuration.attachments.grace.components.seconds))
            try await test.settle()
            #expect(try await test.references() == [id.firstReference])
            let domain = try await test.domain()
            let held = try #require(try await test.held(id))
            let bytes = try await test.blobs.read(held.attachment.blob, in: domain, range: nil).collect(upTo: 100)
            #expect(bytes == Array("Hello".utf8))
        }
    }

    @Test func `DTEND of the component that an instance gets is shifted with DTSTART`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, ScheduledEvent.recurring())
            let uri = RecurringEvent.adding(to: "20240105T100000")
            #expect(try await test.front.send("POST", uri, body: "x").status == .created)
            let data = try await test.data()
            #expect(data.contains("DTSTART;TZID=Europe/Paris:20240105T100000\r\n"))
            #expect(data.contains("DTEND;TZID=Europe/Paris:20240105T110000\r\n"))
            #expect(data.ranges(of: "RRULE:").count == 1)
        }
    }

    @Test func `a date outside of the recurrence set makes no instance`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, ScheduledEvent.recurring())
            let response = try await test.front.send("POST", RecurringEvent.adding(to: "20240107T100000"), body: "x")
            #expect(response.status == .forbidden)
            #expect(try await test.data() == ScheduledEvent.recurring())
        }
    }
}
