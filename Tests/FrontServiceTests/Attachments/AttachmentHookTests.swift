import AttachmentStore
import BlobModel
import CalDAV
import CalendarStore
import FoundationEssentials
import HTTPTypes
import HummingbirdTesting
import ICalendar
import NIOCore
import SQLDatabase
import Testing
import WebDAV

@testable import FrontService

@Suite struct AttachmentHookTests {
    private static let event = AttachmentFront.event
    private static let other = "/calendars/alice/calendar/e2.ics"

    private func line(_ id: AttachmentID, _ parameters: String? = nil) -> String {
        let uri = "https://cal.example.com/attachments/\(id)/attachment.bin"
        return "ATTACH\(parameters ?? ";MANAGED-ID=\(id)"):\(uri)\r\n"
    }

    private func secondEvent(_ lines: String) -> String {
        ScheduledEvent.attaching(lines, to: SampleEvent.text(uid: "e2@example.com"))
    }

    // MARK: Rule 1

    @Test func `RFC 8607 §3.9 a managed ID that vanished by PUT is unlinked, and its attachment removed`() async throws
    {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, SampleEvent.text())
            let id = try await test.added()
            let response = try await test.put(SampleEvent.text())
            #expect(response.status == .noContent)
            #expect(response.headers[.eTag] != nil)
            #expect(try await test.data() == SampleEvent.text())
            #expect(try await test.links(of: id) == 0)
            #expect(try await test.usage() == 0)
        }
    }

    @Test func `an ATTACH that lost its parameters gets them back and is no removal`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, SampleEvent.text())
            let id = try await test.added()
            let stored = try #require(try await test.attachments().first?.first)
            let response = try await test.put(ScheduledEvent.attaching(line(id, "")))
            #expect(response.status == .noContent)
            #expect(response.headers[.eTag] == nil)
            let restored = try #require(try await test.attachments().first?.first)
            for name in ["MANAGED-ID", "FMTTYPE", "FILENAME", "SIZE"] {
                #expect(restored.parameter(name) == stored.parameter(name), "\(name)")
            }
            #expect(try await test.links(of: id) == 1)
        }
    }

    // MARK: Rule 2

    @Test func `a client cannot edit URI, FMTTYPE, FILENAME and SIZE of a managed attachment`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, SampleEvent.text())
            let id = try await test.added()
            let stored = try #require(try await test.attachments().first?.first)
            let edited = "ATTACH;MANAGED-ID=\(id);FMTTYPE=text/html;FILENAME=x;SIZE=1:https://evil.example.com/x\r\n"
            #expect(try await test.put(ScheduledEvent.attaching(edited)).status == .noContent)
            let restored = try #require(try await test.attachments().first?.first)
            #expect(restored.value == stored.value)
            for name in ["FMTTYPE", "FILENAME", "SIZE"] {
                #expect(restored.parameter(name) == stored.parameter(name), "\(name)")
            }
        }
    }

    @Test func `what GET gave can be put back, and is stored octet for octet with an entity tag`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, SampleEvent.text())
            try await test.added("x", ["Content-Disposition": "attachment; filename=\"a; b.txt\""])
            let data = try await test.data()
            let response = try await test.put(data)
            #expect(response.status == .noContent)
            #expect(response.headers[.eTag] != nil)
            #expect(try await test.data() == data)
        }
    }

    // MARK: Rule 3

    @Test func `RFC 8607 §3.11.1 an unknown MANAGED-ID is valid-managed-id-parameter, and nothing is stored`()
        async throws
    {
        try await AttachmentFront.run { test in
            let tag = try await test.front.put(Self.event, SampleEvent.text())
            for id in [AttachmentID.random().text, "not-an-id", "../x"] {
                let line = "ATTACH;MANAGED-ID=\(id):https://cal.example.com/attachments/\(id)/x\r\n"
                let response = try await test.put(ScheduledEvent.attaching(line))
                #expect(response.status == .forbidden)
                #expect(try precondition(of: response)?.name == Precondition.validManagedIDParameter.name)
            }
            #expect(try await test.front.send("GET", Self.event).headers[.eTag] == tag)
        }
    }

    @Test func `one of our URIs without MANAGED-ID never causes a 403`() async throws {
        try await AttachmentFront.run { test in
            let data = ScheduledEvent.attaching(line(.random(), ""))
            let response = try await test.put(data)
            #expect(response.status == .created)
            #expect(try await test.data() == data)
        }
    }

    @Test func `RFC 8607 §3.7 the creator links an attachment to another event, unchanged`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, SampleEvent.text())
            let id = try await test.added("shared")
            let property = try #require(try await test.data().split(separator: "\r\nATTACH").last)
            let lines = "ATTACH" + property.replacing("END:VEVENT\r\nEND:VCALENDAR\r\n", with: "")
            let response = try await test.put(secondEvent(lines), at: Self.other)
            #expect(response.status == .created)
            #expect(response.headers[.eTag] != nil)
            #expect(try await test.data(of: Self.other) == secondEvent(lines))
            #expect(try await test.links(of: id) == 2)
            #expect(try await test.usage() == 6)
        }
    }

    @Test func `removing from one event keeps the bytes while another still links them`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, SampleEvent.text())
            let id = try await test.added()
            _ = try await test.put(secondEvent(line(id)), at: Self.other)
            #expect(try await test.remove(id).status == .noContent)
            #expect(try await test.held(id)?.holding.state == .live)
            #expect(try await test.usage() == 5)
        }
    }

    @Test func `an attachment that was removed within the grace is restored by a PUT`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, SampleEvent.text())
            let id = try await test.added()
            let data = try await test.data()
            #expect(try await test.remove(id).status == .noContent)
            #expect(try await test.put(data).status == .noContent)
            #expect(try await test.held(id)?.holding.state == .live)
            #expect(try await test.usage() == 5)
            #expect(try await test.attachments().first?.first?.parameter("MANAGED-ID") == id.text)
        }
    }

    @Test func `an attachment whose bytes were collected is valid-managed-id-parameter`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, SampleEvent.text())
            let id = try await test.added()
            let data = try await test.data()
            _ = try await test.remove(id)
            let dependencies = test.front.dependencies
            let due = test.front.clock.now.addingTimeInterval(365 * 24 * 3600)
            try await dependencies.database.write { txn in
                let releases = try dependencies.attachments.beginReleases(due: due, limit: 9, leaseEnd: due, in: txn)
                #expect(releases.map(\.attachment) == [id])
            }
            let response = try await test.put(data)
            #expect(response.status == .forbidden)
            #expect(try precondition(of: response)?.name == Precondition.validManagedIDParameter.name)
        }
    }

    @Test func `whoever copies a colleague's event keeps a plain URI, and gets no link`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, SampleEvent.text())
            let id = try await test.added()
            let uri = "/calendars/bob/calendar/e1.ics"
            let response = try await test.put(try await test.data(), at: uri, as: "bob")
            #expect(response.status == .created)
            #expect(response.headers[.eTag] == nil)
            let property = try #require(try await test.attachments(of: uri, as: "bob").first?.first)
            #expect(property.value == "https://cal.example.com/attachments/\(id)/attachment.bin")
            for name in ["MANAGED-ID", "SIZE", "FILENAME"] { #expect(property.parameter(name) == nil, "\(name)") }
            #expect(try await test.links(of: id) == 1)
            #expect(try await test.usage(of: "bob") == 0)
            #expect(try await test.references(of: "bob").isEmpty)
        }
    }

    @Test func `within one home, whoever may write the calendar links what another created there`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, SampleEvent.text())
            let id = try await test.seed(createdBy: "bob", heldBy: "alice", linkedTo: Self.event).id
            #expect(try await test.put(secondEvent(line(id)), at: Self.other).status == .created)
            #expect(try await test.links(of: id) == 2)
        }
    }

    @Test func `a link in a calendar that was removed lets nobody link the attachment again`() async throws {
        try await AttachmentFront.run { test in
            let work = "/calendars/alice/work/"
            try await test.front.makeCalendar(work)
            try await test.front.put(Self.event, SampleEvent.text())
            let id = try await test.seed(createdBy: "bob", heldBy: "alice", linkedTo: Self.event).id
            let (calendars, now) = (test.dependencies.calendars, test.dependencies.now())
            try await test.front.store { calendar, txn in
                try calendars.removeCalendar(calendar.id, now: now, in: txn)
            }
            _ = try await test.put(secondEvent(line(id)), at: work + "e2.ics")
            #expect(try await test.links(of: id) == 1)
        }
    }

    @Test func `a new user with an old name is not the creator of the old one's attachments`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put("/calendars/bob/calendar/b.ics", SampleEvent.text(), as: "bob")
            let id = try await test.seed(createdBy: "alice", heldBy: "bob", linkedTo: "/calendars/bob/calendar/b.ics")
                .id
            let dependencies = test.front.dependencies
            let alice = try await test.principal("alice")
            try await dependencies.database.write { txn in
                let hash = try #require(try dependencies.calendars.passwordHash(of: alice.uid, in: txn))
                _ = try dependencies.calendars.removeUser(alice.uid, now: dependencies.now(), in: txn)
                let again = NewUser(
                    uid: alice.uid,
                    displayName: "Alice",
                    passwordHash: hash,
                    addresses: alice.addresses,
                    isAdministrator: false
                )
                _ = try dependencies.calendars.createUser(again, now: Date(timeIntervalSince1970: 1), in: txn)
            }
            #expect(try await test.put(ScheduledEvent.attaching(line(id))).status == .created)
            #expect(try await test.attachments().first?.first?.parameter("MANAGED-ID") == nil)
            #expect(try await test.links(of: id) == 1)
        }
    }

    // MARK: Rule 4

    @Test func `an attendee's PUT gets the organizer's attachments back, and links nothing`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, ScheduledEvent.recurring(organizer: "bob"))
            let id = AttachmentID.random()
            let delivered = ScheduledEvent.recurring(organizer: "bob", attaching: line(id))
            let object = try await test.object(at: Self.event)
            let dependencies = test.front.dependencies
            try await dependencies.database.write { txn in
                let new = NewCalendarObject(
                    name: object.name,
                    uid: object.uid,
                    componentType: object.componentType,
                    data: Array(delivered.utf8)
                )
                try dependencies.calendars.put(new, in: object.calendar, now: object.modified, in: txn)
            }
            let response = try await test.put(ScheduledEvent.recurring(organizer: "bob"))
            #expect(response.status == .noContent)
            #expect(response.headers[.eTag] == nil)
            let components = try await test.attachments()
            #expect(components.map { $0.map { $0.parameter("MANAGED-ID") } } == [[id.text], [id.text]])
            #expect(try await test.links(of: id) == 0)
        }
    }

    // MARK: Rule 5

    @Test func `a PUT that makes an attendee of the organizer drops the links of the instances that go with it`()
        async throws
    {
        try await AttachmentFront.run { test in
            let uri = "/calendars/alice/calendar/r1.ics"
            _ = try await test.put(ScheduledEvent.recurring(organizer: "alice"), at: uri)
            let (kept, lost) = (try await test.added(to: uri), try await test.added(to: uri, "Bye"))
            let lines = try await test.data(of: uri).replacing("\r\n ", with: "").components(separatedBy: "\r\n")
            let first = try #require(lines.firstIndex { $0.contains("MANAGED-ID=\(lost)") })
            let onOverride = lines.enumerated().filter { $0.offset != first }.map(\.element).joined(separator: "\r\n")
            #expect(try await test.put(onOverride, at: uri).status == .noContent)
            #expect(try await test.links(of: lost) == 1)
            let single = SampleEvent.text(uid: "r1@example.com").replacing(
                "SUMMARY",
                with: "ORGANIZER:mailto:bob@example.com\r\nATTENDEE:mailto:alice@example.com\r\nSUMMARY"
            )
            #expect(try await test.put(single, at: uri).status == .noContent)
            let attached = try await test.attachments(of: uri).map { $0.compactMap { $0.parameter("MANAGED-ID") } }
            #expect(attached == [[kept.text]])
            #expect(try await test.links(of: kept) == 1)
            #expect(try await test.links(of: lost) == 0)
        }
    }

    @Test func `RFC 4791 §5.3.4 when the server changed the data, return=representation has it with its tag`()
        async throws
    {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, SampleEvent.text())
            let id = try await test.added()
            let prefer = ["Prefer": "return=representation"]
            let response = try await test.put(ScheduledEvent.attaching(line(id, "")), prefer)
            #expect(response.status == .ok)
            #expect(response.headers[.eTag] == (try await test.front.send("GET", Self.event).headers[.eTag]))
            #expect(String(buffer: response.body).contains("MANAGED-ID=\(id)"))
        }
    }

    // MARK: Limits

    @Test func `a PUT that links one attachment too many is max-attachments-per-resource`() async throws {
        try await AttachmentFront.run(configure: { $0.attachments.maximumPerResource = 1 }) { test in
            try await test.front.put(Self.event, SampleEvent.text())
            let first = try await test.added("1")
            let third = "/calendars/alice/calendar/e3.ics"
            try await test.front.put(third, SampleEvent.text(uid: "e3@example.com"))
            let second = try await test.added(to: third, "2")
            let response = try await test.put(secondEvent(line(first) + line(second)), at: Self.other)
            #expect(response.status == .forbidden)
            #expect(try precondition(of: response)?.name == Precondition.maxAttachmentsPerResource.name)
        }
    }

    @Test func `restoring a removed attachment beyond the quota is 507, and nothing is stored`() async throws {
        try await AttachmentFront.run(configure: { $0.quotaBytes = 6 }) { test in
            try await test.front.put(Self.event, SampleEvent.text())
            let id = try await test.added("12345")
            let data = try await test.data()
            _ = try await test.remove(id)
            try await test.front.put(Self.other, secondEvent(""))
            try await test.added(to: Self.other, "67890")
            let response = try await test.put(data)
            #expect(response.status == .insufficientStorage)
            #expect(try precondition(of: response)?.name == Precondition.quotaNotExceeded.name)
            #expect(try await test.usage() == 5)
            #expect(try await test.links(of: id) == 0)
        }
    }

    // MARK: DELETE

    @Test func `DELETE drops the links, and the last one gone removes the attachment`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, SampleEvent.text())
            let id = try await test.added()
            _ = try await test.put(secondEvent(line(id)), at: Self.other)
            #expect(try await test.front.send("DELETE", Self.event).status == .noContent)
            #expect(try await test.held(id)?.holding.state == .live)
            #expect(try await test.front.send("DELETE", Self.other).status == .noContent)
            guard case .removed? = try await test.held(id)?.holding.state else {
                Issue.record("The attachment is not removed.")
                return
            }
            #expect(try await test.usage() == 0)
        }
    }
}
