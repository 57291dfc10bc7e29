import AttachmentStore
import BlobModel
import CalDAV
import CalendarStore
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import ICalendar
import NIOCore
import SQLDatabase
import ServiceSupport
import Testing
import WebDAV

@testable import FrontService

/// Attachments of single instances, through the whole front (RFC 8607 §3.3.2).
@Suite struct InstanceAttachmentTests {
    private static let event = AttachmentFront.event
    private static let instance = "20120220T100000"

    private func add(_ test: AttachmentFront, to rid: String) async throws -> AttachmentID {
        let response = try await test.front.send("POST", RecurringEvent.adding(to: rid), body: "x")
        try #require(response.status == .created, "\(String(buffer: response.body))")
        return try #require(response.headers[.calManagedID].flatMap { AttachmentID(parsing: $0) })
    }

    private func remove(_ test: AttachmentFront, _ id: AttachmentID, from rid: String) async throws -> TestResponse {
        let query = "action=attachment-remove&managed-id=\(id)&rid=\(rid)"
        return try await test.front.send("POST", "\(Self.event)?\(query)", body: "")
    }

    private func ids(_ test: AttachmentFront) async throws -> [[String?]] {
        try await test.attachments().map { $0.map { $0.parameter("MANAGED-ID") } }
    }

    @Test(arguments: [
        "20120221T100000", "20120220T150000Z", "20120220", "20120130T100000", "M,M", "", "tomorrow",
        "20120220T100000,20120220T100000",
    ])
    func `RFC 8607 §3.11.1 valid-rid is checked before the body is read, and nothing changes`(rid: String) async throws
    {
        try await AttachmentFront.run { test in
            let tag = try await test.front.put(Self.event, RecurringEvent.text)
            let body = RequestBody(asyncSequence: EventfulBody { Issue.record("The body was read.") })
            #expect(try await test.stream(body, to: RecurringEvent.adding(to: rid)).status == .forbidden)
            let response = try await test.front.send("POST", RecurringEvent.adding(to: rid), body: "x")
            #expect(try precondition(of: response)?.name == Precondition.validRID.name)
            #expect(try await test.front.send("GET", Self.event).headers[.eTag] == tag)
            try await test.settle()
            #expect(try await test.references().isEmpty)
        }
    }

    @Test func `RFC 8607 §3.4 rid is checked again after the body, on what is stored then`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, RecurringEvent.text)
            let shorter = RecurringEvent.text.replacing("FREQ=WEEKLY", with: "FREQ=WEEKLY;COUNT=2")
            let body = RequestBody(asyncSequence: EventfulBody { _ = try await test.put(shorter) })
            #expect(try await test.stream(body, to: RecurringEvent.adding(to: Self.instance)).status == .forbidden)
            #expect(try await test.data() == shorter)
            try await test.settle()
            #expect(try await test.references().isEmpty)
        }
    }

    @Test func `RFC 8607 §3.4 M and instances get one attachment, with one link and one size`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, RecurringEvent.text)
            let id = try await add(test, to: "m,\(Self.instance),20120227T100000")
            #expect(try await ids(test) == [[id.text], [id.text], [id.text]])
            #expect(try await test.links(of: id) == 1)
            #expect(try await test.usage() == 1)
        }
    }

    @Test func `RFC 8607 §3.6 the attachment goes with the last instance that has it`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, RecurringEvent.text)
            let id = try await add(test, to: "M,\(Self.instance)")
            #expect(try await remove(test, id, from: "m").status == .noContent)
            #expect(try await ids(test) == [[], [id.text]])
            #expect(try await test.links(of: id) == 1)
            let again = try await remove(test, id, from: "M")
            #expect(again.status == .forbidden)
            #expect(try precondition(of: again)?.name == Precondition.validManagedID.name)
            #expect(try await remove(test, id, from: Self.instance).status == .noContent)
            #expect(try await ids(test) == [[], []])
            #expect(try await test.links(of: id) == 0)
        }
    }

    @Test func `RFC 8607 §3.5 an update reaches the instances, and the former attachment goes`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, RecurringEvent.text)
            let old = try await add(test, to: "M,\(Self.instance)")
            let other = try await add(test, to: Self.instance)
            let response = try await test.update(old, "new")
            let new = try #require(response.headers[.calManagedID])
            #expect(try await ids(test) == [[new], [new, other.text]])
            #expect(try await test.links(of: old) == 0)
        }
    }

    @Test func `RFC 8607 §6.3 the attachments of all instances count together`() async throws {
        try await AttachmentFront.run(configure: { $0.attachments.maximumPerResource = 2 }) { test in
            try await test.front.put(Self.event, RecurringEvent.text)
            _ = try await add(test, to: Self.instance)
            _ = try await add(test, to: "20120227T100000")
            let third = try await test.front.send("POST", RecurringEvent.adding(to: "20120305T100000"), body: "x")
            #expect(try precondition(of: third)?.name == Precondition.maxAttachmentsPerResource.name)
        }
    }

    @Test func `RFC 8607 §3.11.1 components that rid adds count towards max-resource-size`() async throws {
        try await AttachmentFront.run(configure: { $0.maximumResourceSize = 5_000 }) { test in
            try await test.front.put(Self.event, RecurringEvent.text)
            let id = try await add(test, to: "M")
            let mondays = [
                "20120305", "20120312", "20120319", "20120326", "20120402", "20120409", "20120416", "20120423",
            ]
            let rid = mondays.map { $0 + "T100000" }.joined(separator: ",")
            for response in [
                try await test.front.send("POST", RecurringEvent.adding(to: rid), body: "x"),
                try await remove(test, id, from: rid),
            ] {
                #expect(response.status == .forbidden)
                #expect(try precondition(of: response)?.name == Precondition.maxResourceSize.name)
            }
            #expect(try await ids(test) == [[id.text]])
        }
    }

    @Test func `RFC 4331 §6 quota-not-exceeded components that rid adds are calendar data of the home`() async throws {
        let limit = UInt64(RecurringEvent.text.utf8.count + 1_000)
        try await AttachmentFront.run(configure: { $0.calendarQuotaBytes = limit }) { test in
            try await test.front.put(Self.event, RecurringEvent.text)
            let id = try await add(test, to: "M")
            let rid = ["20120305", "20120312", "20120319"].map { $0 + "T100000" }.joined(separator: ",")
            let body = RequestBody(asyncSequence: EventfulBody { Issue.record("The body was read.") })
            #expect(try await test.stream(body, to: RecurringEvent.adding(to: rid)).status.code == 507)
            for response in [
                try await test.front.send("POST", RecurringEvent.adding(to: rid), body: "x"),
                try await remove(test, id, from: rid),
            ] {
                #expect(response.status.code == 507)
                #expect(try precondition(of: response)?.name == XMLName(dav: "quota-not-exceeded"))
            }
            #expect(try await ids(test) == [[id.text]])
            #expect(try await remove(test, id, from: "M").status == .noContent)
        }
    }

    @Test func `a removal that is refused opens no transaction that writes`() async throws {
        let interruption = Interruption()
        let database: @Sendable (any SQLDatabase) -> any SQLDatabase = { base in
            InterruptingDatabase(base: base, interruption: interruption)
        }
        try await AttachmentFront.run(database: database) { test in
            try await test.front.put(Self.event, RecurringEvent.text)
            let id = try await add(test, to: "M")
            interruption.arm(at: 0) {}
            let response = try await remove(test, id, from: "20120221T100000")
            let steps = interruption.disarm()
            #expect(response.status == .forbidden)
            #expect(steps.contains(.readBegins))
            #expect(!steps.contains(.writeBegins))
        }
    }

    @Test func `RFC 8607 §3.3.2 with the setting off, any rid is refused`() async throws {
        try await AttachmentFront.run(configure: { $0.attachments.allowsInstances = false }) { test in
            try await test.front.put(Self.event, RecurringEvent.text)
            let id = try await test.added("x")
            for rid in ["M", Self.instance] {
                let added = try await test.front.send("POST", RecurringEvent.adding(to: rid), body: "x")
                #expect(try precondition(of: added)?.name == Precondition.validRID.name)
                #expect(try precondition(of: try await remove(test, id, from: rid))?.name == Precondition.validRID.name)
            }
            #expect(try await ids(test) == [[id.text]])
        }
    }

    @Test func `what a time range finds stays the same when an instance gets a component`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, RecurringEvent.text)
            let before = try await test.object(at: Self.event)
            _ = try await add(test, to: Self.instance)
            let after = try await test.object(at: Self.event)
            let now = test.dependencies.now()
            let entries = try [before, after].map { object in
                OccurrenceIndexEntry(indexing: try CalendarDataBody.parse(object.data), now: now)
            }
            #expect(entries[0] == entries[1])
        }
    }
}
