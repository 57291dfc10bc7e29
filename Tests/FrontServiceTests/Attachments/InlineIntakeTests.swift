import AttachmentStore
import BlobModel
import BlobStoreTesting
import CalendarStore
import FoundationEssentials
import HTTPTypes
import HummingbirdTesting
import ICalendar
import NIOCore
import SQLDatabase
import Testing

@testable import FrontService

/// Files that stand in the data of a PUT (RFC 5545 §3.8.1.1).
@Suite struct InlineIntakeTests {
    private static let event = AttachmentFront.event
    private static let large = String(repeating: "0123456789", count: 30)

    /// Runs a test with a front that takes files from 100 octets on out of the data.
    private func run(
        configure: @escaping (inout FrontConfiguration) -> Void = { _ in },
        _ body: @escaping @Sendable (AttachmentFront) async throws -> Void
    ) async throws {
        try await AttachmentFront.run(
            configure: { configuration in
                configuration.attachments.inlineFrom = 100
                configure(&configuration)
            },
            body
        )
    }

    private func line(_ content: String, _ parameters: String = ";FMTTYPE=text/plain;FILENAME=a.txt") -> String {
        "ATTACH\(parameters);ENCODING=BASE64;VALUE=BINARY:\(Data(content.utf8).base64EncodedString())\r\n"
    }

    private func inline(_ content: String) -> String { ScheduledEvent.attaching(line(content)) }

    private func ids(_ test: AttachmentFront, of uri: String = event) async throws -> [[String?]] {
        try await test.attachments(of: uri).map { $0.map { $0.parameter("MANAGED-ID") } }
    }

    private func id(_ test: AttachmentFront) async throws -> AttachmentID {
        let text = try #require(try await ids(test).first?.first ?? nil)
        return try #require(AttachmentID(parsing: text))
    }

    @Test func `with the setting off inline data stay octet for octet`() async throws {
        try await AttachmentFront.run { test in
            let response = try await test.put(inline(Self.large))
            #expect(response.status == .created)
            #expect(response.headers[.eTag] != nil)
            #expect(try await test.data() == inline(Self.large))
            #expect(try await test.references().isEmpty)
        }
    }

    @Test func `RFC 4791 §5.3.4 a file above the size becomes a managed attachment, and the answer has no entity tag`()
        async throws
    {
        try await run { test in
            let response = try await test.put(inline(Self.large))
            #expect(response.status == .created)
            #expect(response.headers[.eTag] == nil)
            let property = try #require(try await test.attachments().first?.first)
            let id = try await id(test)
            #expect(property.value == "https://cal.example.com/attachments/\(id)/a.txt")
            let expected = ["FMTTYPE": "text/plain", "FILENAME": "a.txt", "SIZE": "300"]
            for (name, value) in expected { #expect(property.parameter(name) == value) }
            for name in ["ENCODING", "VALUE"] { #expect(property.parameter(name) == nil) }
            let held = try #require(try await test.held(id))
            let bytes = try await test.blobs.read(held.attachment.blob, in: try await test.domain(), range: nil)
            #expect(try await bytes.collect(upTo: 400) == Array(Self.large.utf8))
            #expect(try await test.usage() == 300)
            #expect(try await test.links(of: id) == 1)
        }
    }

    @Test func `below the size it stays`() async throws {
        try await run { test in
            let small = inline(String(repeating: "x", count: 99))
            let response = try await test.put(small)
            #expect(response.headers[.eTag] != nil)
            #expect(try await test.data() == small)
        }
    }

    @Test func `with return=representation the client sees the URI`() async throws {
        try await run { test in
            let response = try await test.put(inline(Self.large), ["Prefer": "return=representation"])
            #expect(response.headers[.eTag] != nil)
            let text = String(buffer: response.body).replacing("\r\n ", with: "")
            #expect(text.contains("https://cal.example.com/attachments/\(try await id(test))/a.txt"))
            #expect(!text.contains("BASE64"))
        }
    }

    @Test func `in an alarm it stays`() async throws {
        try await run { test in
            let alarm = "BEGIN:VALARM\r\nACTION:AUDIO\r\nTRIGGER:-PT5M\r\n\(line(Self.large))END:VALARM\r\n"
            let data = ScheduledEvent.attaching(alarm)
            let response = try await test.put(data)
            #expect(response.headers[.eTag] != nil)
            #expect(try await test.data() == data)
        }
    }

    @Test func `the same file in master and overrides is one attachment`() async throws {
        try await run { test in
            let data = ScheduledEvent.recurring(attaching: line(Self.large))
            let uri = "/calendars/alice/calendar/r1.ics"
            #expect(try await test.put(data, at: uri).status == .created)
            let ids = try await ids(test, of: uri)
            #expect(ids.count == 2 && ids[0] == ids[1])
            #expect(try await test.usage() == 300)
            #expect(try await test.references().count == 1)
        }
    }

    @Test func `the same octets under two names are two attachments`() async throws {
        try await run { test in
            let other = line(Self.large, ";FMTTYPE=text/plain;X-FILENAME=b.txt")
            _ = try await test.put(ScheduledEvent.attaching(line(Self.large) + other))
            let names = try await test.attachments().first?.map { $0.parameter("FILENAME") }
            #expect(names == ["a.txt", "b.txt"])
            #expect(try await test.usage() == 600)
        }
    }

    @Test func `the same base64 put again makes no second attachment`() async throws {
        try await run { test in
            _ = try await test.put(inline(Self.large))
            let id = try await id(test)
            #expect(try await test.put(inline(Self.large)).status == .noContent)
            #expect(try await self.id(test) == id)
            #expect(try await test.usage() == 300)
            try await test.settle()
            #expect(try await test.references().count == 1)
        }
    }

    @Test func `beyond the quota it stays inline`() async throws {
        try await run(configure: { $0.quotaBytes = 500 }) { test in
            let other = line(Self.large.uppercased() + "!")
            let data = ScheduledEvent.attaching(line(Self.large) + other)
            #expect(try await test.put(data).status == .created)
            let properties = try #require(try await test.attachments().first)
            #expect(properties.map { $0.parameter("ENCODING") } == [nil, "BASE64"])
            #expect(try await test.usage() == 300)
        }
    }

    @Test func `beyond the number and the size of attachments it stays inline`() async throws {
        try await run(
            configure: { configuration in
                configuration.attachments.maximumPerResource = 1
                configuration.attachments.maximumSize = 300
            }
        ) { test in
            let tooLarge = line(Self.large + "!", ";FILENAME=large.txt")
            let second = line(Self.large, ";FILENAME=second.txt")
            let data = ScheduledEvent.attaching(tooLarge + line(Self.large) + second)
            #expect(try await test.put(data).status == .created)
            let properties = try #require(try await test.attachments().first)
            #expect(properties.map { $0.parameter("ENCODING") } == ["BASE64", nil, "BASE64"])
            #expect(properties.map { $0.parameter("FILENAME") } == ["large.txt", "a.txt", "second.txt"])
        }
    }

    @Test func `one PUT has at most twenty files stored`() async throws {
        try await run { test in
            let lines = (1...22).map { line(Self.large + "\($0)", ";FILENAME=\($0).txt") }.joined()
            #expect(try await test.put(ScheduledEvent.attaching(lines)).status == .created)
            let managed = try await ids(test).first?.count { $0 != nil }
            #expect(managed == 20)
        }
    }

    @Test func `a PUT that is refused releases what was stored`() async throws {
        try await run { test in
            try await test.front.put(Self.event, SampleEvent.text())
            let response = try await test.put(inline(Self.large), at: "/calendars/alice/calendar/other.ics")
            #expect(response.status == .forbidden || response.status == .conflict)
            #expect(try await test.references().count == 1)
            try await test.settle()
            #expect(try await test.references().isEmpty)
            #expect(try await test.usage() == 0)
        }
    }

    @Test(arguments: ["ATTACH;ENCODING=BASE64;VALUE=BINARY:", "ATTACH;ENCODING=BASE64:", "ATTACH;VALUE=BINARY:"])
    func `what does not decode stays as it is`(head: String) async throws {
        try await run { test in
            let data = ScheduledEvent.attaching("\(head)\(String(repeating: "ab=c", count: 50))\r\n")
            let response = try await test.put(data)
            #expect(response.status == .created)
            #expect(try await test.data() == data)
            #expect(try await test.references().isEmpty)
        }
    }

    @Test func `an attendee's data stay as they are`() async throws {
        try await run { test async throws in
            let data = ScheduledEvent.recurring(organizer: "bob", attaching: line(Self.large))
            let uri = "/calendars/alice/calendar/r1.ics"
            #expect(try await test.put(data, at: uri).status == .created)
            #expect(try await test.data(of: uri) == data)
            #expect(try await test.references().isEmpty)
        }
    }

    @Test func `while the storage is away it stays inline, and the event is stored`() async throws {
        try await run { test in
            test.blobs.fail(with: .unavailable("no node"))
            let response = try await test.put(inline(Self.large))
            #expect(response.status == .created)
            #expect(response.headers[.eTag] != nil)
            #expect(try await test.data() == inline(Self.large))
        }
    }

    @Test func `a copy has what the original has`() async throws {
        try await AttachmentFront.run { test in
            _ = try await test.put(inline(Self.large))
            try await test.front.makeCalendar("/calendars/alice/work/")
            var configuration = test.dependencies.configuration
            configuration.attachments.inlineFrom = 100
            let dependencies = FrontDependencies(
                configuration: configuration,
                database: test.dependencies.database,
                blobs: test.blobs
            )
            let alice = try await test.principal("alice")
            let object = try await test.object(at: Self.event)
            for isCopy in [true, false] {
                let calendar = try await dependencies.database.read { txn in
                    try dependencies.calendars.calendar(object.calendar, in: txn)
                }
                let write = ObjectWrite(
                    principal: alice,
                    owner: alice,
                    calendar: try #require(calendar),
                    name: "copy.ics",
                    new: try CalendarObjectResource(parsing: object.data),
                    now: dependencies.now(),
                    isCopy: isCopy
                )
                let intake = InlineIntake(dependencies, write, releaser: test.releaser)
                let arrivals = try await intake.take(besides: 0)
                #expect(arrivals.isEmpty == isCopy)
            }
        }
    }
}
