import CalDAV
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Synchronization
import Testing
import WebDAV

@testable import FrontService

@Suite struct PutPreconditionTests {
    private let uri = "/calendars/alice/calendar/e1.ics"

    private func refusal(
        of body: String,
        type: String = "text/calendar",
        at uri: String? = nil,
        on front: TestFront
    ) async throws -> XMLElement? {
        let response = try await front.send("PUT", uri ?? self.uri, ["Content-Type": type], body: body)
        #expect(response.status == .forbidden)
        #expect(response.headers[.contentType] == "application/xml; charset=utf-8")
        #expect(try await front.send("GET", uri ?? self.uri).status == .notFound, "something was stored")
        return try precondition(of: response)
    }

    @Test(arguments: ["text/plain", "application/calendar+json", "text/calendar; charset=iso-8859-1", "nonsense"])
    func `RFC 4791 §5.3.2.1 supported-calendar-data by media type`(type: String) async throws {
        try await TestFront.run { front in
            let element = try await refusal(of: SampleEvent.text(), type: type, on: front)
            #expect(element?.name == XMLName(caldav: "supported-calendar-data"))
        }
    }

    @Test func `RFC 4791 §5.3.2.1 supported-calendar-data by version`() async throws {
        try await TestFront.run { front in
            let body = SampleEvent.text().replacing("VERSION:2.0", with: "VERSION:1.0")
            let element = try await refusal(of: body, on: front)
            #expect(element?.name == XMLName(caldav: "supported-calendar-data"))
        }
    }

    @Test(arguments: ["", "hello", "BEGIN:VCALENDAR\r\n", "BEGIN:VCALENDAR\r\nEND:VEVENT\r\n"])
    func `RFC 4791 §5.3.2.1 valid-calendar-data`(body: String) async throws {
        try await TestFront.run { front in
            let element = try await refusal(of: body, on: front)
            #expect(element?.name == XMLName(caldav: "valid-calendar-data"))
        }
    }

    @Test(arguments: [
        "METHOD:REQUEST\r\nBEGIN:VEVENT",
        "BEGIN:VTODO\r\nUID:e1@example.com\r\nDTSTAMP:20240101T000000Z\r\nEND:VTODO\r\nBEGIN:VEVENT",
    ])
    func `RFC 4791 §5.3.2.1 valid-calendar-object-resource`(insertion: String) async throws {
        try await TestFront.run { front in
            let body = SampleEvent.text().replacing("BEGIN:VEVENT", with: insertion)
            let element = try await refusal(of: body, on: front)
            #expect(element?.name == XMLName(caldav: "valid-calendar-object-resource"))
        }
    }

    @Test func `RFC 4791 §5.3.2.1 supported-calendar-component`() async throws {
        try await TestFront.run { front in
            let element = try await refusal(of: SampleEvent.text(), at: "/calendars/alice/tasks/e1.ics", on: front)
            #expect(element?.name == XMLName(caldav: "supported-calendar-component"))
        }
    }

    @Test func `RFC 4791 §5.3.2.1 no-uid-conflict names the other resource`() async throws {
        try await TestFront.run { front in
            try await front.put("/calendars/alice/calendar/a%20b.ics", SampleEvent.text())
            let element = try await refusal(of: SampleEvent.text(), on: front)
            #expect(element?.name == XMLName(caldav: "no-uid-conflict"))
            #expect(element?.first(DAVElement.href)?.text == "/calendars/alice/calendar/a%20b.ics")
        }
    }

    @Test func `RFC 4791 §5.3.2.1 no-uid-conflict where an object would change its UID`() async throws {
        try await TestFront.run { front in
            let tag = try await front.put(uri, SampleEvent.text())
            let body = SampleEvent.text(uid: "other@example.com")
            let response = try await front.send("PUT", uri, ["Content-Type": "text/calendar"], body: body)
            #expect(response.status == .forbidden)
            #expect(try precondition(of: response)?.name == XMLName(caldav: "no-uid-conflict"))
            #expect(try await front.send("GET", uri).headers[.eTag] == tag)
        }
    }

    @Test func `RFC 4791 §5.3.2.1 max-resource-size`() async throws {
        try await TestFront.run(configure: { $0.maximumResourceSize = 2000 }) { front in
            let body = SampleEvent.text(summary: String(repeating: "x", count: 2000))
            let element = try await refusal(of: body, on: front)
            #expect(element?.name == XMLName(caldav: "max-resource-size"))
        }
    }

    @Test func `RFC 4791 §5.2.5 an object up to the advertised max-resource-size is stored, also one of 40 MiB`()
        async throws
    {
        let event = SampleEvent.text(summary: String(repeating: "a", count: 40 << 20))
        try await TestFront.run(configure: { $0.maximumResourceSize = 41 << 20 }) { front in
            try await front.put(uri, event)
            let stored = try await front.send("GET", uri)
            #expect(stored.body.readableBytes == event.utf8.count)
        }
    }

    @Test func `RFC 4791 §5.3.2.1 max-resource-size of a body without a declared length, read no further`() async throws
    {
        try await TestFront.run(configure: { $0.maximumResourceSize = 2000 }) { front in
            let pieces = PieceCounter(total: 1000)
            let response = try await front.sendStream("PUT", uri, body: RequestBody(asyncSequence: pieces))
            #expect(response.status == .forbidden)
            #expect(pieces.produced.withLock { $0 } < 100)
            #expect(try await front.send("GET", uri).status == .notFound)
        }
    }
}

/// A body of many pieces that counts how many were asked for.
private struct PieceCounter: AsyncSequence, Sendable {
    let total: Int
    let produced: Counter = Counter()

    final class Counter: Sendable {
        private let count = Mutex(0)

        func withLock<Value>(_ body: (inout Int) -> sending Value) -> sending Value { count.withLock(body) }
    }

    struct AsyncIterator: AsyncIteratorProtocol {
        let total: Int
        let produced: Counter

        mutating func next() async -> ByteBuffer? {
            let number = produced.withLock { count in
                count += 1
                return count
            }
            return number > total ? nil : ByteBuffer(repeating: UInt8(ascii: "x"), count: 100)
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(total: total, produced: produced) }
}
