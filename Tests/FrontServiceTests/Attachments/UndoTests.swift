import AttachmentStore
import CalendarStore
import HTTPTypes
import HummingbirdTesting
import ICalendar
import SQLDatabase
import Testing

@testable import FrontService

/// A client that undoes a change puts the data again that it had before (RFC 8607 §3.9).
@Suite struct UndoTests {
    private static let event = AttachmentFront.event
    private static let instance = "20120220T100000"

    private func formerLinks(_ test: AttachmentFront, to id: AttachmentID) async throws -> [FormerLink] {
        let domain = try await test.domain()
        return try await test.dependencies.database.read { txn in
            try test.dependencies.attachments.formerLinks(of: id, in: domain, txn)
        }
    }

    @Test func `undo of an update brings the old file back and lets the new one go`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, SampleEvent.text())
            let old = try await test.added("old")
            let before = try await test.data()
            let response = try await test.update(old, "newer")
            let new = try #require(response.headers[.calManagedID].flatMap(AttachmentID.init(parsing:)))
            #expect(try await test.held(new)?.attachment.replaces == old)
            #expect(try await test.put(before).status == .noContent)
            #expect(try await test.data() == before)
            #expect(try await test.held(old)?.holding.state == .live)
            #expect(try await test.links(of: new) == 0)
            #expect(try await test.usage() == 3)
        }
    }

    @Test func `a deleted event that is put again has its files again`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, SampleEvent.text())
            let id = try await test.seed(createdBy: "bob", heldBy: "alice", linkedTo: Self.event).id
            let line = "ATTACH;MANAGED-ID=\(id):https://cal.example.com/attachments/\(id)/seed.txt\r\n"
            _ = try await test.put(ScheduledEvent.attaching(line))
            let before = try await test.data()
            #expect(try await test.front.send("DELETE", Self.event).status == .noContent)
            #expect(try await test.usage() == 0)
            #expect(try await test.put(before).status == .created)
            #expect(try await test.data() == before)
            #expect(try await test.held(id)?.holding.state == .live)
            #expect(try await test.usage() == 4)
        }
    }

    @Test func `what a colleague attached comes back by whoever may write the calendar`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, SampleEvent.text())
            let id = try await test.seed(createdBy: "bob", heldBy: "alice", linkedTo: Self.event).id
            let line = "ATTACH;MANAGED-ID=\(id):https://cal.example.com/attachments/\(id)/seed.txt\r\n"
            _ = try await test.put(ScheduledEvent.attaching(line))
            let before = try await test.data()
            #expect(try await test.remove(id).status == .noContent)
            #expect(try await test.put(before).status == .noContent)
            #expect(try await test.data() == before)
            #expect(try await test.links(of: id) == 1)
        }
    }

    @Test func `what was in a calendar that is gone is a colleague's no more`() async throws {
        try await AttachmentFront.run { test in
            let uri = "/calendars/alice/work/e1.ics"
            try await test.front.makeCalendar("/calendars/alice/work/")
            try await test.front.put(uri, SampleEvent.text())
            let id = try await test.seed(createdBy: "bob", heldBy: "alice", linkedTo: uri).id
            #expect(try await test.front.send("DELETE", "/calendars/alice/work/").status == .noContent)
            let line = "ATTACH;MANAGED-ID=\(id):https://cal.example.com/attachments/\(id)/seed.txt\r\n"
            #expect(try await test.put(ScheduledEvent.attaching(line)).status == .created)
            #expect(try await test.attachments().first?.first?.parameter("MANAGED-ID") == nil)
            #expect(try await test.links(of: id) == 0)
        }
    }

    @Test func `an instance's file that was removed by rid comes back with the old data`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, RecurringEvent.text)
            let added = try await test.front.send("POST", RecurringEvent.adding(to: Self.instance), body: "x")
            let id = try #require(added.headers[.calManagedID].flatMap(AttachmentID.init(parsing:)))
            let before = try await test.data()
            let query = "action=attachment-remove&managed-id=\(id)&rid=\(Self.instance)"
            #expect(try await test.front.send("POST", "\(Self.event)?\(query)", body: "").status == .noContent)
            #expect(try await formerLinks(test, to: id).map(\.instances) == [Self.instance])
            #expect(try await test.put(before).status == .noContent)
            #expect(try await test.data() == before)
            #expect(try await test.held(id)?.holding.state == .live)
            #expect(try await formerLinks(test, to: id).isEmpty)
        }
    }

    @Test func `a link that goes is remembered with its calendar and with who had it`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, RecurringEvent.text)
            let id = try await test.added()
            let calendar = try await test.object(at: Self.event).calendar
            #expect(try await test.put(RecurringEvent.text).status == .noContent)
            let former = try #require(try await formerLinks(test, to: id).first)
            #expect(former.place == calendar.text)
            #expect(former.instances.isEmpty)
        }
    }
}
