import BlobStoreTesting
import AttachmentStore
import BlobModel
import CalDAV
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Synchronization
import Testing
import WebDAV

@testable import FrontService

/// A body that notes whether it was read.
private struct WatchedBody: AsyncSequence, Sendable {
    fileprivate final class Watch: Sendable {
        let isRead = Atomic(false)
    }

    private let watch = Watch()

    var isRead: Bool { watch.isRead.load(ordering: .relaxed) }

    func makeAsyncIterator() -> Iterator { Iterator(watch: watch) }

    struct Iterator: AsyncIteratorProtocol {
        fileprivate let watch: Watch
        private var isAtEnd = false

        fileprivate init(watch: Watch) { self.watch = watch }

        mutating func next() async throws -> ByteBuffer? {
            watch.isRead.store(true, ordering: .relaxed)
            defer { isAtEnd = true }
            return isAtEnd ? nil : ByteBuffer(string: "12345")
        }
    }
}

@Suite struct AttachmentRefusalTests {
    private static let event = AttachmentFront.event

    @Test(arguments: [
        ("", Precondition.validAction),
        ("action=attachment-move", .validAction),
        ("action=attachment-add&action=attachment-add", .validAction),
        ("action=attachment-add&managed-id=x", .validManagedID),
        ("action=attachment-update", .validManagedID),
        ("action=attachment-update&managed-id=a&managed-id=b", .validManagedID),
        ("action=attachment-update&managed-id=a&rid=M", .validRID),
        ("action=attachment-add&rid=20240102", .validRID),
        ("action=attachment-add&rid=M,m", .validRID),
        ("action=attachment-remove", .validManagedID),
        ("action=attachment-remove&managed-id=a&rid=20240102", .validRID),
        ("action=attachment-remove&managed-id=a&rid=M", .validManagedID),
    ])
    func `RFC 8607 §3.3 a query that is wrong is 403 with its precondition`(
        query: String,
        expected: Precondition
    ) async throws {
        try await AttachmentFront.run { test in
            let tag = try await test.front.put(Self.event, SampleEvent.text())
            let response = try await test.front.send("POST", "\(Self.event)?\(query)", body: "x")
            #expect(response.status == .forbidden)
            #expect(try precondition(of: response)?.name == expected.name)
            #expect(try await test.front.send("GET", Self.event).headers[.eTag] == tag)
        }
    }

    @Test func `a query that is not percent-encoded UTF-8 is 400`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, SampleEvent.text())
            let response = try await test.front.send("POST", "\(Self.event)?action=%FF", body: "x")
            #expect(response.status == .badRequest)
        }
    }

    @Test func `RFC 8607 §6.2 a declared length over the limit is refused before the body is read`() async throws {
        try await AttachmentFront.run(configure: { $0.attachments.maximumSize = 4 }) { test in
            try await test.front.put(Self.event, SampleEvent.text())
            let body = WatchedBody()
            let head = try await test.stream(RequestBody(asyncSequence: body), ["Content-Length": "5"])
            #expect(head.status == .forbidden)
            #expect(!body.isRead)
            let response = try await test.add("12345")
            #expect(try precondition(of: response)?.name == Precondition.maxAttachmentSize.name)
            try await test.added("1234")
        }
    }

    @Test func `RFC 8607 §6.2 without a length the body is stopped at the limit, and nothing is left`() async throws {
        try await AttachmentFront.run(configure: { $0.attachments.maximumSize = 4 }) { test in
            let tag = try await test.front.put(Self.event, SampleEvent.text())
            let body = WatchedBody()
            #expect(try await test.stream(RequestBody(asyncSequence: body)).status == .forbidden)
            #expect(body.isRead)
            try await test.settle()
            #expect(try await test.references().isEmpty)
            #expect(try await test.front.send("GET", Self.event).headers[.eTag] == tag)
        }
    }

    @Test func `RFC 8607 §6.3 one attachment too many is refused before the body is read`() async throws {
        try await AttachmentFront.run(configure: { $0.attachments.maximumPerResource = 2 }) { test in
            try await test.front.put(Self.event, ScheduledEvent.recurring())
            try await test.added("1")
            let second = try await test.added("2")
            let body = WatchedBody()
            #expect(try await test.stream(RequestBody(asyncSequence: body)).status == .forbidden)
            #expect(!body.isRead)
            let response = try await test.add("3")
            #expect(try precondition(of: response)?.name == Precondition.maxAttachmentsPerResource.name)
            #expect(try await test.update(second, "an update adds none").status == .noContent)
        }
    }

    @Test func `RFC 4331 §6 beyond the quota is 507 before the body is read`() async throws {
        try await AttachmentFront.run(configure: { $0.quotaBytes = 8 }) { test in
            try await test.front.put(Self.event, SampleEvent.text())
            let id = try await test.added("12345")
            let body = WatchedBody()
            let head = try await test.stream(RequestBody(asyncSequence: body), ["Content-Length": "5"])
            #expect(head.status == .insufficientStorage)
            #expect(!body.isRead)
            let response = try await test.add("12345")
            #expect(try precondition(of: response)?.name == Precondition.quotaNotExceeded.name)
            #expect(try await test.update(id, "12345678").status == .noContent)
            #expect(try await test.usage() == 8)
        }
    }

    @Test func `RFC 4331 §6 without a length the body is stopped at the quota`() async throws {
        try await AttachmentFront.run(configure: { $0.quotaBytes = 4 }) { test in
            try await test.front.put(Self.event, SampleEvent.text())
            let head = try await test.stream(RequestBody(asyncSequence: WatchedBody()))
            #expect(head.status == .insufficientStorage)
            try await test.settle()
            #expect(try await test.references().isEmpty)
            #expect(try await test.usage() == 0)
        }
    }

    @Test func `a used-up quota refuses a body of unknown length before it is read`() async throws {
        try await AttachmentFront.run(configure: { $0.quotaBytes = 5 }) { test in
            try await test.front.put(Self.event, SampleEvent.text())
            try await test.added("12345")
            let body = WatchedBody()
            let head = try await test.stream(RequestBody(asyncSequence: body))
            #expect(head.status == .insufficientStorage)
            #expect(!body.isRead)
        }
    }

    @Test func `an object that is gone is 404 before the body is read`() async throws {
        try await AttachmentFront.run { test in
            let body = WatchedBody()
            let head = try await test.stream(RequestBody(asyncSequence: body), ["If-Match": "\"x\""])
            #expect(head.status == .notFound)
            #expect(!body.isRead)
        }
    }

    @Test func `If-Match and If-None-Match are checked before the body is read`() async throws {
        try await AttachmentFront.run { test in
            let tag = try await test.front.put(Self.event, SampleEvent.text())
            for headers in [["If-Match": "\"other\""], ["If-None-Match": "*"], ["If-None-Match": tag]] {
                let body = WatchedBody()
                let head = try await test.stream(RequestBody(asyncSequence: body), headers)
                #expect(head.status == .preconditionFailed, "\(headers)")
                #expect(!body.isRead)
            }
            #expect(try await test.add("x", ["If-Match": tag]).status == .created)
        }
    }

    @Test func `RFC 8144 §3 a failed precondition with return=representation has the current data`() async throws {
        try await AttachmentFront.run { test in
            let tag = try await test.front.put(Self.event, SampleEvent.text())
            let response = try await test.add("x", ["If-Match": "\"other\"", "Prefer": "return=representation"])
            #expect(response.status == .preconditionFailed)
            #expect(response.headers[.eTag] == tag)
            #expect(response.headers[.contentLocation] == Self.event)
            #expect(String(buffer: response.body) == SampleEvent.text())
        }
    }

    @Test func `a stranger is refused before the body, whether or not the event exists`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, SampleEvent.text())
            for uri in [Self.event, "/calendars/alice/calendar/none.ics", "/calendars/alice/none/e1.ics"] {
                let response = try await test.add(to: uri, "x", as: "bob")
                #expect(response.status == .forbidden)
                #expect(try precondition(of: response)?.name == XMLName(dav: "need-privileges"))
            }
            let anonymous = try await test.front.send("POST", "\(Self.event)?action=attachment-add", as: nil, body: "x")
            #expect(anonymous.status == .unauthorized)
            try await test.settle()
            #expect(try await test.references().isEmpty)
        }
    }

    @Test func `RFC 8607 §3.11.3 an attendee can neither add, update nor remove`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, ScheduledEvent.recurring(organizer: "bob"))
            let id = AttachmentID.random()
            let body = WatchedBody()
            #expect(try await test.stream(RequestBody(asyncSequence: body)).status == .forbidden)
            #expect(!body.isRead)
            for response in [try await test.add(), try await test.update(id, "x"), try await test.remove(id)] {
                #expect(response.status == .forbidden)
                let name = try precondition(of: response)?.name
                #expect(name == Precondition.allowedAttendeeSchedulingObjectChange.name)
            }
        }
    }

    @Test func `RFC 8607 §3.11.3 the organizer can add`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, ScheduledEvent.recurring(organizer: "alice"))
            try await test.added()
        }
    }

    @Test func `RFC 8607 §3.11.1 an addition that makes the resource too large is max-resource-size`() async throws {
        let size = SampleEvent.text().utf8.count
        try await AttachmentFront.run(configure: { $0.maximumResourceSize = size + 20 }) { test in
            try await test.front.put(Self.event, SampleEvent.text())
            let response = try await test.add()
            #expect(response.status == .forbidden)
            #expect(try precondition(of: response)?.name == Precondition.maxResourceSize.name)
            #expect(try await test.references().isEmpty)
        }
    }

    @Test(arguments: [
        (BlobError.insufficientSpace, HTTPResponse.Status.insufficientStorage),
        (BlobError.unavailable("no node"), .serviceUnavailable),
    ])
    func `a failing storage changes nothing of the event`(
        error: BlobError,
        expected: HTTPResponse.Status
    ) async throws {
        try await AttachmentFront.run { test in
            let tag = try await test.front.put(Self.event, SampleEvent.text())
            test.blobs.fail(with: error)
            #expect(try await test.add().status == expected)
            #expect(try await test.front.send("GET", Self.event).headers[.eTag] == tag)
        }
    }

    @Test func `a storage that is away is 503 with Retry-After, one that is full DAV:sufficient-disk-space`()
        async throws
    {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, SampleEvent.text())
            test.blobs.fail(with: .unavailable("no node"))
            #expect(try await test.add().headers[.retryAfter] == "1")
            test.blobs.fail(with: .insufficientSpace)
            let full = try await test.add()
            #expect(try precondition(of: full)?.name == Precondition.sufficientDiskSpace.name)
        }
    }
}
