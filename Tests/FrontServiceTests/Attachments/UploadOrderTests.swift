import ICalendar
import CalendarStore
import AttachmentStore
import BlobModel
import CalDAV
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import SQLDatabase
import ServiceSupport
import Synchronization
import Testing
import WebDAV

@testable import FrontService

/// Something that tests turn on and off.
private final class Switch: Sendable {
    let isOn = Atomic(false)
}

/// A database whose COMMIT of one write leaves unknown whether it took effect.
private struct UncertainDatabase: DatabaseLayer {
    let base: any SQLDatabase
    let isUncertain: Switch

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLTransaction) throws -> Value
    ) async throws -> Value {
        let value = try await base.write(body)
        if isUncertain.isOn.load(ordering: .relaxed) { throw SQLError.unknownOutcome(message: "The reply was lost.") }
        return value
    }
}

/// A database whose disk is full for a while: of what is written nothing stays.
private struct FullDatabase: DatabaseLayer {
    let base: any SQLDatabase
    let isFull: Switch

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLTransaction) throws -> Value
    ) async throws -> Value {
        let isFull = isFull.isOn.load(ordering: .relaxed)
        return try await base.write { txn in
            let value = try body(txn)
            if isFull { throw SQLError.full }
            return value
        }
    }
}

@Suite struct UploadOrderTests {
    private static let event = AttachmentFront.event

    private func upload(
        _ test: AttachmentFront,
        _ headers: [String: String] = [:],
        during event: @escaping @Sendable () async throws -> Void
    ) async throws -> HTTPResponse.Status {
        try await test.stream(RequestBody(asyncSequence: EventfulBody(event: event)), headers).status
    }

    @Test func `a body in pieces is stored whole`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, SampleEvent.text())
            #expect(try await upload(test) {} == .created)
            #expect(try await test.usage() == 12)
        }
    }

    @Test func `If-Match is checked again after the body, and the bytes are released`() async throws {
        try await AttachmentFront.run { test in
            let tag = try await test.front.put(Self.event, SampleEvent.text())
            let status = try await upload(test, ["If-Match": tag]) {
                _ = try await test.put(SampleEvent.text(summary: "Overtaken"))
            }
            #expect(status == .preconditionFailed)
            #expect(try await test.attachments().map(\.count) == [0])
            #expect(try await test.references().count == 1)
            try await test.settle()
            #expect(try await test.references().isEmpty)
        }
    }

    @Test func `without a condition, an edit that overtook the upload is kept beside the attachment`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, SampleEvent.text())
            let status = try await upload(test) { _ = try await test.put(SampleEvent.text(summary: "Overtaken")) }
            #expect(status == .created)
            #expect(try await test.data().contains("SUMMARY:Overtaken\r\n"))
            #expect(try await test.attachments().first?.count == 1)
        }
    }

    @Test func `an event that is deleted during the upload is 404, and the bytes are released`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, SampleEvent.text())
            let status = try await upload(test) { _ = try await test.front.send("DELETE", Self.event) }
            #expect(status == .notFound)
            try await test.settle()
            #expect(try await test.references().isEmpty)
        }
    }

    @Test func `the count is checked again after the body`() async throws {
        try await AttachmentFront.run(configure: { $0.attachments.maximumPerResource = 1 }) { test in
            try await test.front.put(Self.event, SampleEvent.text())
            #expect(try await upload(test) { try await test.added("other") } == .forbidden)
            #expect(try await test.attachments().first?.count == 1)
            try await test.settle()
            #expect(try await test.references().count == 1)
        }
    }

    @Test func `the quota is checked again after the body`() async throws {
        try await AttachmentFront.run(configure: { $0.quotaBytes = 15 }) { test in
            try await test.front.put(Self.event, SampleEvent.text())
            #expect(try await upload(test) { try await test.added("other") } == .insufficientStorage)
            #expect(try await test.usage() == 5)
            try await test.settle()
            #expect(try await test.references().count == 1)
        }
    }

    @Test func `access is checked again after the body`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, SampleEvent.text())
            let status = try await upload(test) {
                let dependencies = test.front.dependencies
                let uid = try await test.principal("alice").uid
                _ = try await dependencies.database.write { txn in
                    try dependencies.calendars.removeUser(uid, now: dependencies.now(), in: txn)
                }
            }
            #expect(status == .notFound)
        }
    }

    @Test func `a client that goes away in mid-body leaves nothing`() async throws {
        try await AttachmentFront.run { test in
            let tag = try await test.front.put(Self.event, SampleEvent.text())
            #expect(try await upload(test) { throw RequestBodyError.connectionLost } == .badRequest)
            try await test.settle()
            #expect(try await test.references().isEmpty)
            #expect(try await test.usage() == 0)
            #expect(try await test.front.send("GET", Self.event).headers[.eTag] == tag)
        }
    }

    @Test func `RFC 4331 §6 an addition to a full database is sufficient-disk-space, and changes nothing`()
        async throws
    {
        let isFull = Switch()
        try await AttachmentFront.run(database: { FullDatabase(base: $0, isFull: isFull) }) { test in
            let tag = try await test.front.put(Self.event, SampleEvent.text())
            isFull.isOn.store(true, ordering: .relaxed)
            let refused = try await test.add()
            #expect(refused.status == .insufficientStorage)
            #expect(try precondition(of: refused)?.name == Precondition.sufficientDiskSpace.name)
            isFull.isOn.store(false, ordering: .relaxed)
            #expect(try await test.front.send("GET", Self.event).headers[.eTag] == tag)
            #expect(try await test.usage() == 0)
            #expect(try await test.add().status == .created)
        }
    }

    @Test func `after an unknown outcome the bytes stay, for the transaction may have taken effect`() async throws {
        let isUncertain = Switch()
        let database: @Sendable (any SQLDatabase) -> any SQLDatabase = { base in
            UncertainDatabase(base: base, isUncertain: isUncertain)
        }
        try await AttachmentFront.run(database: database) { test in
            try await test.front.put(Self.event, SampleEvent.text())
            isUncertain.isOn.store(true, ordering: .relaxed)
            #expect(try await test.add().status == .internalServerError)
            isUncertain.isOn.store(false, ordering: .relaxed)
            try await test.settle()
            let id = try #require(try await test.attachments().first?.first?.parameter("MANAGED-ID"))
            #expect(try await test.references().map(\.text) == [id])
        }
    }

    @Test func `concurrent additions to one event all take effect`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, SampleEvent.text())
            let ids = try await withThrowingTaskGroup(of: AttachmentID.self) { group in
                for number in 0..<8 { group.addTask { try await test.added("file \(number)") } }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(ids.count == 8)
            let stored = try await test.attachments().first ?? []
            #expect(Set(stored.compactMap { $0.parameter("MANAGED-ID") }) == Set(ids.map(\.text)))
        }
    }
}
