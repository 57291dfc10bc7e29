import CalendarStore
import FoundationEssentials
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import SQLDatabase
import Synchronization
import Testing
import WebDAV

@testable import FrontService

/// How often a database was read on a connection of its own.
private final class ReadCounter: Sendable {
    let reads = Atomic(0)
}

/// A database that counts the reads that are no look-ups.
private struct CountingDatabase: DatabaseLayer {
    let base: any SQLDatabase
    let counter: ReadCounter

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLTransaction) throws -> Value
    ) async throws -> Value {
        counter.reads.add(1, ordering: .relaxed)
        return try await base.read(body)
    }

    func lookUp<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLTransaction) throws -> Value
    ) async throws -> Value {
        try await base.lookUp(body)
    }
}

/// The end of a connection that keeps each piece.
private final class Pieces: ResponseBodyWriter, Sendable {
    let written = Mutex<[ByteBuffer]>([])

    func write(_ buffer: ByteBuffer) async throws { written.withLock { $0.append(buffer) } }

    func finish(_ trailers: HTTPFields?) async throws {}
}

@Suite struct GetHandlerTests {
    private let uri = "/calendars/alice/calendar/e1.ics"

    @Test func `HEAD has the fields of GET and no body`() async throws {
        try await TestFront.run { front in
            try await front.put(uri, SampleEvent.text())
            let get = try await front.send("GET", uri)
            let head = try await front.send("HEAD", uri)
            #expect(head.status == .ok)
            #expect(head.body.readableBytes == 0)
            for name in [HTTPField.Name.contentType, .eTag, .lastModified, .contentLength, .cacheControl] {
                #expect(head.headers[name] == get.headers[name])
            }
            #expect(get.headers[.contentLength] == String(SampleEvent.text().utf8.count))
        }
    }

    @Test func `RFC 9110 §13.1.2 a current copy is 304 with its validators`() async throws {
        try await TestFront.run { front in
            let tag = try await front.put(uri, SampleEvent.text())
            let response = try await front.send("GET", uri, ["If-None-Match": "\"x\", \(tag)"])
            #expect(response.status == .notModified)
            #expect(response.headers[.eTag] == tag)
            #expect(response.body.readableBytes == 0)
            #expect(try await front.send("GET", uri, ["If-Match": "\"x\""]).status == .preconditionFailed)
        }
    }

    @Test func `a HEAD and a 304 read no data`() async throws {
        try await TestFront.run { front in
            let tag = try await front.put(uri, SampleEvent.text())
            try await front.store { _, txn in try txn.execute("DELETE FROM calendar_object_data") }
            #expect(try await front.send("HEAD", uri).headers[.contentLength] == "\(SampleEvent.text().utf8.count)")
            #expect(try await front.send("GET", uri, ["If-None-Match": tag]).status == .notModified)
            #expect(try await front.send("GET", uri).status == .notFound)
        }
    }

    @Test(arguments: [(CurrentObject.shortData, 0), (CurrentObject.shortData + 1, 1)])
    func `data is read on the thread that asks where it is short, and by a reading connection otherwise`(
        size: Int,
        reads: Int
    ) async throws {
        let counter = ReadCounter()
        try await AttachmentFront.run(database: { CountingDatabase(base: $0, counter: counter) }) { test in
            let data = [UInt8](repeating: UInt8(ascii: "x"), count: size)
            try await test.front.store { calendar, txn in
                let object = NewCalendarObject(name: "e1.ics", uid: "u", componentType: "VEVENT", data: data)
                try CalendarStore().put(object, in: calendar.id, now: .distantPast, in: txn)
            }
            counter.reads.store(0, ordering: .relaxed)
            let response = try await test.front.send("GET", uri)
            #expect(response.status == .ok)
            #expect(Array(buffer: response.body) == data)
            let count = counter.reads.load(ordering: .relaxed)
            #expect(count == reads)
        }
    }

    @Test func `an object is handed to the connection in pieces`() async throws {
        try await TestFront.run { front in
            let data = (0..<600_000).map { UInt8(truncatingIfNeeded: $0) }
            try await front.store { calendar, txn in
                let object = NewCalendarObject(name: "e1.ics", uid: "u", componentType: "VEVENT", data: data)
                try CalendarStore().put(object, in: calendar.id, now: .distantPast, in: txn)
            }
            let answer = try await front.answer("GET", uri, body: RequestBody(buffer: ByteBuffer()))
            let pieces = Pieces()
            try await answer.body.write(pieces)
            let sizes = pieces.written.withLock { $0.map(\.readableBytes) }
            #expect(sizes == [262_144, 262_144, 75_712])
            let octets = pieces.written.withLock { $0.flatMap { Array(buffer: $0) } }
            #expect(octets == data)
        }
    }

    @Test func `an object that is not there is 404`() async throws {
        try await TestFront.run { front in
            let response = try await front.send("GET", uri)
            #expect(response.status == .notFound)
            #expect(try await front.send("GET", "/calendars/alice/none/e1.ics").status == .notFound)
        }
    }

    @Test(arguments: ["bob", "admin"])
    func `RFC 3744 §7.1.1 a stranger is refused alike whether the object is there or not`(user: String) async throws {
        try await TestFront.run { front in
            try await front.put(uri, SampleEvent.text())
            let there = try await front.send("GET", uri, as: user)
            let absent = try await front.send("GET", "/calendars/alice/calendar/none.ics", as: user)
            let noCalendar = try await front.send("GET", "/calendars/alice/none/none.ics", as: user)
            #expect([there.status, absent.status, noCalendar.status] == [.forbidden, .forbidden, .forbidden])
            #expect(there.body == absent.body)
            #expect(try precondition(of: there)?.name.local == "need-privileges")
            #expect(try await front.send("GET", "/calendars/nobody/calendar/none.ics", as: user).status == .notFound)
        }
    }
}
