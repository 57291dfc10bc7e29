import CalDAV
import HTTPTypes
import HummingbirdTesting
import NIOCore
import SQLDatabase
import Testing
import WebDAV

@testable import FrontService

@Suite struct CalendarDataQuotaTests {
    /// The octets of the names that the collections of a new home have.
    private static let names = "CalendarTasksInboxOutbox".utf8.count

    private let calendar = "/calendars/alice/calendar/"
    private let object = "/calendars/alice/calendar/a.ics"

    /// Runs a test in which an event leaves room for a few octets more.
    private func run(_ body: @escaping @Sendable (TestFront) async throws -> Void) async throws {
        let size = SampleEvent.text(uid: "a").utf8.count
        try await TestFront.run(configure: { $0.calendarQuotaBytes = UInt64(size + Self.names + 10) }) { front in
            try await front.put(object, SampleEvent.text(uid: "a"))
            try await front.makeCalendar("/calendars/alice/work/")
            try await body(front)
        }
    }

    @Test(arguments: [("PUT", "b.ics"), ("POST", "")])
    func `RFC 4331 §6 quota-not-exceeded a member beyond the quota is 507`(method: String, name: String) async throws {
        try await run { front in
            let type = ["Content-Type": "text/calendar"]
            let response = try await front.send(method, calendar + name, type, body: SampleEvent.text(uid: "b"))
            #expect(response.status.code == 507)
            #expect(try precondition(of: response)?.name == XMLName(dav: "quota-not-exceeded"))
            let members = try Multistatus(try await front.send("PROPFIND", calendar, ["Depth": "1"])).hrefs
            #expect(members == [calendar, object])
        }
    }

    @Test(arguments: [(0, 201), (-1, 201), (1, 507)])
    func `RFC 4331 §6 quota-not-exceeded a member that fills the quota is stored, and one octet more is 507`(
        excess: Int,
        status: Int
    ) async throws {
        let event = SampleEvent.text(uid: "b")
        let limit = UInt64(Self.names + event.utf8.count - excess)
        try await TestFront.run(configure: { $0.calendarQuotaBytes = limit }) { front in
            let response = try await front.send("PUT", object, ["Content-Type": "text/calendar"], body: event)
            #expect(response.status.code == status)
            // What is as long as before is never too much, whatever the quota has become.
            guard status == 201 else { return }
            let longer = SampleEvent.text(uid: "b", summary: "Jour de marché — 市場!!")
            let again = try await front.send("PUT", object, ["Content-Type": "text/calendar"], body: longer)
            #expect(again.status.code == 507)
            try await front.put(object, event.replacing("marché", with: "marchÉ"))
        }
    }

    @Test func `RFC 4331 §6 quota-not-exceeded a copy beyond the quota is 507`() async throws {
        try await run { front in
            let event = try await front.transfer("COPY", object, to: "/calendars/alice/work/a.ics")
            #expect(event.status.code == 507)
            let whole = try await front.transfer("COPY", calendar, to: "/calendars/alice/copy/")
            #expect(whole.status.code == 507)
            #expect(try await front.send("PROPFIND", "/calendars/alice/copy/", ["Depth": "0"]).status == .notFound)
            let empty = try await front.transfer("COPY", calendar, to: "/calendars/alice/copy/", ["Depth": "0"])
            #expect(empty.status == .created)
        }
    }

    @Test(arguments: ["/calendars/alice/copy/", "/calendars/alice/work/"])
    func `RFC 4331 §6 quota-not-exceeded a copy of a calendar beyond the quota is 507 before anything is written`(
        destination: String
    ) async throws {
        try await run { front in
            try await front.dependencies.database.write { txn in
                // Whoever begins to make the copy, or to remove what it replaces, fails otherwise.
                for change in ["INSERT", "DELETE"] {
                    try txn.execute(
                        "CREATE TRIGGER no_\(change) BEFORE \(change) ON calendar BEGIN SELECT RAISE(ABORT, 'no'); END"
                    )
                }
            }
            let whole = try await front.transfer("COPY", calendar, to: destination)
            #expect(whole.status.code == 507)
            #expect(try precondition(of: whole)?.name == XMLName(dav: "quota-not-exceeded"))
        }
    }

    @Test func `RFC 4331 §6 quota-not-exceeded what a copy of a calendar replaces makes room for it`() async throws {
        let size = SampleEvent.text(uid: "a").utf8.count
        try await TestFront.run(configure: { $0.calendarQuotaBytes = UInt64(2 * size + Self.names + 10) }) { front in
            try await front.put(object, SampleEvent.text(uid: "a"))
            let first = try await front.transfer("COPY", calendar, to: "/calendars/alice/copy/")
            #expect(first.status == .created)
            let again = try await front.transfer("COPY", calendar, to: "/calendars/alice/copy/")
            #expect(again.status == .noContent)
            let more = try await front.transfer("COPY", calendar, to: "/calendars/alice/more/")
            #expect(more.status.code == 507)
        }
    }

    @Test func `RFC 4331 §6 quota-not-exceeded properties of clients count, and are 507 in the 207 beyond the quota`()
        async throws
    {
        let dead = XMLName(namespace: "urn:example", local: "p")
        let size = SampleEvent.text(uid: "a").utf8.count
        try await TestFront.run(configure: { $0.calendarQuotaBytes = UInt64(size + Self.names + 1_000) }) { front in
            try await front.put(object, SampleEvent.text(uid: "a"))
            try await front.makeCalendar("/calendars/alice/work/")
            for uri in [calendar, object] {
                let large = XMLElement(dead, text: String(repeating: "x", count: 2_000))
                let answer = try await front.patch(uri, set: [large])
                let refused = try Multistatus(answer).entries[uri]
                #expect(refused?.properties[507]?.map(\.name) == [dead])
                #expect(String(buffer: answer.body).contains("quota-not-exceeded"))
                #expect(try await front.properties([dead], of: uri).found(dead) == nil)
            }
            let fitting = XMLElement(dead, text: String(repeating: "x", count: 600))
            let set = try Multistatus(try await front.patch(object, set: [fitting]))
            #expect(set.entries[object]?.properties[200]?.map(\.name) == [dead])
            let more = "/calendars/alice/more/"
            let made = try await front.make(more, by: CalendarElement.mkcalendar, [fitting])
            #expect(try Multistatus(made).entries[more]?.properties[507]?.map(\.name) == [dead])
            #expect(try await front.send("PROPFIND", more, ["Depth": "0"]).status == .notFound)
            let refused = try await front.transfer("COPY", object, to: "/calendars/alice/work/a.ics")
            #expect(refused.status.code == 507)
            _ = try await front.patch(object, remove: [dead])
            let copied = try await front.transfer("COPY", object, to: "/calendars/alice/work/a.ics")
            #expect(copied.status == .created)
        }
    }

    @Test func `RFC 4331 §6 quota-not-exceeded name and description of a calendar count, and are 507 beyond it`()
        async throws
    {
        let description = XMLElement(CalendarProperty.calendarDescription, text: String(repeating: "x", count: 2_000))
        try await run { front in
            let refused = try Multistatus(try await front.patch(calendar, set: [description])).entries[calendar]
            #expect(refused?.properties[507]?.map(\.name) == [description.name])
            #expect(try await front.properties([description.name], of: calendar).found(description.name) == nil)
            let name = XMLElement(DAVProperty.displayName, text: "A name of more than ten octets")
            let made = try await front.make("/calendars/alice/more/", by: CalendarElement.mkcalendar, [name])
            let more = try Multistatus(made).entries["/calendars/alice/more/"]
            #expect(more?.properties[507]?.map(\.name) == [name.name])
            #expect(try await front.send("PROPFIND", "/calendars/alice/more/", ["Depth": "0"]).status == .notFound)
            let shorter = XMLElement(DAVProperty.displayName, text: "Cal")
            let set = try Multistatus(try await front.patch(calendar, set: [shorter])).entries[calendar]
            #expect(set?.properties[200]?.map(\.name) == [shorter.name])
        }
    }

    @Test func `what adds nothing is not refused`() async throws {
        try await run { front in
            try await front.put(object, SampleEvent.text(uid: "a", summary: "short"))
            let moved = try await front.transfer("MOVE", object, to: "/calendars/alice/work/a.ics")
            #expect(moved.status == .created)
            let calendar = try await front.transfer("MOVE", "/calendars/alice/work/", to: "/calendars/alice/other/")
            #expect(calendar.status == .created)
            #expect(try await front.send("DELETE", "/calendars/alice/other/").status == .noContent)
            try await front.put(object, SampleEvent.text(uid: "b"))
        }
    }

    @Test func `a home has a quota of its own`() async throws {
        try await run { front in
            try await front.put("/calendars/bob/calendar/a.ics", SampleEvent.text(uid: "a"), as: "bob")
        }
    }
}
