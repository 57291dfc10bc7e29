import BlobStoreTesting
import ICalendar
import AttachmentStore
import BlobModel
import CalDAV
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
import WebDAV

@testable import FrontService

/// Links to what the same user created in another home.
@Suite struct AttachmentCopyTests {
    private static let event = AttachmentFront.event
    private static let source = "/calendars/bob/calendar/b.ics"

    private func attaching(_ id: AttachmentID, uid: String = "e1@example.com") -> String {
        let line = "ATTACH;MANAGED-ID=\(id):https://cal.example.com/attachments/\(id)/seed.txt\r\n"
        return ScheduledEvent.attaching(line, to: SampleEvent.text(uid: uid))
    }

    private func seed(_ test: AttachmentFront) async throws -> AttachmentID {
        try await test.front.put(Self.source, SampleEvent.text(), as: "bob")
        return try await test.seed(createdBy: "alice", heldBy: "bob", linkedTo: Self.source).id
    }

    @Test func `a link from another home copies the bytes, with a reference and quota of its own`() async throws {
        try await AttachmentFront.run { test in
            let id = try await seed(test)
            #expect(try await test.put(attaching(id)).status == .created)
            let property = try #require(try await test.attachments().first?.first)
            #expect(property.parameter("MANAGED-ID") == id.text)
            #expect(property.value == "https://cal.example.com/attachments/\(id)/seed.txt")
            let held = try #require(try await test.held(id))
            #expect(held.holding.reference != id.firstReference)
            try await test.settle()
            #expect(try await test.references() == [held.holding.reference])
            #expect(try await test.usage() == 4)
            let domain = try await test.domain()
            let bytes = try await test.blobs.read(held.attachment.blob, in: domain, range: nil).collect(upTo: 9)
            #expect(bytes == Array("seed".utf8))
        }
    }

    @Test func `purging one home never breaks another`() async throws {
        try await AttachmentFront.run { test in
            let id = try await seed(test)
            _ = try await test.put(attaching(id))
            _ = try await test.front.send("DELETE", Self.source, as: "bob")
            #expect(try await test.held(id)?.holding.state == .live)
            #expect(try await test.usage(of: "bob") == 0)
            #expect(try await test.usage() == 4)
        }
    }

    @Test func `a second event in the home links the copy, and copies nothing again`() async throws {
        try await AttachmentFront.run { test in
            let id = try await seed(test)
            _ = try await test.put(attaching(id))
            let other = "/calendars/alice/calendar/e2.ics"
            #expect(try await test.put(attaching(id, uid: "e2@example.com"), at: other).status == .created)
            #expect(try await test.references().count == 1)
            #expect(try await test.usage() == 4)
        }
    }

    @Test func `a copy beyond the quota is 507 before anything is copied`() async throws {
        try await AttachmentFront.run(configure: { $0.quotaBytes = 3 }) { test in
            let id = try await seed(test)
            let response = try await test.put(attaching(id))
            #expect(response.status == .insufficientStorage)
            #expect(try precondition(of: response)?.name == Precondition.quotaNotExceeded.name)
            #expect(try await test.references().isEmpty)
        }
    }

    @Test func `a PUT that is refused after the copy releases it`() async throws {
        try await AttachmentFront.run { test in
            let id = try await seed(test)
            try await test.front.put(Self.event, SampleEvent.text())
            let response = try await test.put(attaching(id), at: "/calendars/alice/calendar/conflict.ics")
            #expect(try precondition(of: response)?.name == XMLName(caldav: "no-uid-conflict"))
            #expect(try await test.references().count == 1)
            try await test.settle()
            #expect(try await test.references().isEmpty)
            #expect(try await test.usage() == 0)
        }
    }

    @Test func `bytes that another home no longer has are looked for again, and then 503 with Retry-After`()
        async throws
    {
        try await AttachmentFront.run { test in
            let id = try await seed(test)
            let held = try #require(try await test.held(id, by: "bob"))
            test.blobs.fail(with: .notFound(held.attachment.blob))
            let response = try await test.put(attaching(id))
            #expect(response.status == .serviceUnavailable)
            #expect(response.headers[.retryAfter] == "1")
            #expect(try await test.front.send("GET", Self.event).status == .notFound)
        }
    }

    @Test func `RFC 8607 §3.11.1 bytes that were erased in another home are valid-managed-id-parameter, for good`()
        async throws
    {
        try await AttachmentFront.run { test in
            let id = try await seed(test)
            let held = try #require(try await test.held(id, by: "bob"))
            test.blobs.fail(with: .gone(held.attachment.blob))
            let response = try await test.put(attaching(id))
            #expect(response.status == .forbidden)
            #expect(try precondition(of: response)?.name == Precondition.validManagedIDParameter.name)
            #expect(response.headers[.retryAfter] == nil)
            #expect(try await test.front.send("GET", Self.event).status == .notFound)
        }
    }

    @Test func `a storage that cannot copy is 503, and nothing is stored`() async throws {
        try await AttachmentFront.run { test in
            let id = try await seed(test)
            test.blobs.fail(with: .unavailable("no node"))
            #expect(try await test.put(attaching(id)).status == .serviceUnavailable)
            #expect(try await test.front.send("GET", Self.event).status == .notFound)
        }
    }
}
