import AttachmentStore
import HTTPTypes
import HummingbirdTesting
import ICalendar
import SQLDatabase
import Testing

@testable import FrontService

/// New data that mentions what the server took away (attachments draft-01 §3.11.5).
@Suite struct WithdrawnAttachmentTests {
    private static let event = AttachmentFront.event
    private static let copy = "/calendars/alice/work/copy.ics"

    /// Runs a test with an event whose file was withdrawn, and a second calendar.
    private func run(
        _ body: @escaping @Sendable (AttachmentFront, AttachmentID) async throws -> Void
    ) async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, SampleEvent.text())
            let id = try await test.added()
            let terms = RemovalTerms(now: test.front.clock.now, grace: .zero)
            try await test.write { store, txn in try store.withdraw(id, reason: "Malware.", terms: terms, in: txn) }
            try await test.front.makeCalendar("/calendars/alice/work/")
            try await body(test, id)
        }
    }

    private func attached(_ test: AttachmentFront, to uri: String) async throws -> Property {
        try #require(try await test.attachments(of: uri).first?.first)
    }

    @Test func `a copy of an event with a withdrawn file is stored, with a plain URI`() async throws {
        try await run { test, id in
            let uri = try await attached(test, to: Self.event).value
            #expect(try await test.front.transfer("COPY", Self.event, to: Self.copy).status == .created)
            let copied = try await attached(test, to: Self.copy)
            #expect(copied.value == uri)
            for name in ["MANAGED-ID", "SIZE", "FILENAME"] { #expect(copied.parameter(name) == nil, "\(name)") }
            #expect(try await test.links(of: id) == 1)
        }
    }

    @Test func `the event that has it is put as before, and keeps its managed ID`() async throws {
        try await run { test, id in
            let data = try await test.data()
            #expect(try await test.put(data).status == .noContent)
            #expect(try await test.data() == data)
            #expect(try await test.links(of: id) == 1)
        }
    }

    @Test func `a copied calendar has it as it was, and its next PUT makes a plain URI of it`() async throws {
        try await run { test, id in
            let copied = "/calendars/alice/copied/"
            let answer = try await test.front.transfer("COPY", "/calendars/alice/calendar/", to: copied)
            #expect(answer.status == .created)
            let data = try await test.data(of: copied + "e1.ics")
            #expect(data.replacing("\r\n ", with: "").contains("MANAGED-ID=\(id)"))
            #expect(try await test.put(data, at: copied + "e1.ics").status == .noContent)
            #expect(try await attached(test, to: copied + "e1.ics").parameter("MANAGED-ID") == nil)
        }
    }

    @Test func `a stranger learns neither its name nor that it was taken away`() async throws {
        try await run { test, id in
            let line = "ATTACH;MANAGED-ID=\(id);FILENAME=guess:https://cal.example.com/attachments/\(id)/guess\r\n"
            let uri = "/calendars/bob/calendar/b.ics"
            #expect(try await test.put(ScheduledEvent.attaching(line), at: uri, as: "bob").status == .created)
            let property = try #require(try await test.attachments(of: uri, as: "bob").first?.first)
            #expect(property.value == "https://cal.example.com/attachments/\(id)/guess")
            #expect(property.parameter("MANAGED-ID") == nil)
        }
    }
}
