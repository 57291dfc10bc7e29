import CalendarStore
import FoundationEssentials
import HTTPTypes
import HummingbirdTesting
import SQLDatabase
import Testing
import WebDAV

@testable import FrontService

/// Reports on a home whose collections have much of what clients keep on them.
@Suite struct HomeHistoryTests {
    private static let dead = XMLName(namespace: "urn:example", local: "p")

    private let home = "/calendars/alice/"

    private func sync(_ token: String) -> String {
        """
        <D:sync-collection><D:sync-token>\(token)</D:sync-token><D:sync-level>infinite</D:sync-level>\
        <D:prop><p xmlns="urn:example"/></D:prop></D:sync-collection>
        """
    }

    /// Gives each of some calendars a property of 250,000 octets.
    private func fill(_ names: [String], on front: TestFront) async throws {
        for name in names {
            try await front.makeCalendar(home + name + "/")
            let text = name + String(repeating: "x", count: 250_000)
            let set = try await front.patch(home + name + "/", set: [XMLElement(Self.dead, text: text)])
            #expect(set.status == .multiStatus)
        }
    }

    /// Makes the properties of collections such that whoever reads them fails.
    private func poison(on front: TestFront) async throws {
        try await front.store { _, txn in
            try txn.execute(
                "INSERT INTO calendar_property (calendar, namespace, name, xml) SELECT id, 'u', 'p', X'00' FROM calendar"
            )
            try txn.execute("UPDATE calendar SET property_bytes = property_bytes + 4")
        }
    }

    @Test func `RFC 6578 §3.2 the properties of all collections of a home are told, however large they are`()
        async throws
    {
        try await TestFront.run { front in
            let names = (0..<7).map { "c\($0)" }
            try await fill(names, on: front)
            let response = try await front.report(sync(""), at: home)
            let answer = try Multistatus(response)
            for name in names {
                #expect(try answer.found(Self.dead, of: home + name + "/").text.hasPrefix(name + "x"))
            }
            #expect(Set(answer.hrefs).count == answer.hrefs.count)
            let last = try await front.report(sync(try syncToken(of: response)), at: home)
            #expect(try Multistatus(last).hrefs == [])
        }
    }

    @Test func `a step of a home's history ends with the properties that memory is to hold`() async throws {
        try await TestFront.run { front in
            try await fill((0..<7).map { "c\($0)" }, on: front)
            let alice = try #require(UserID(parsing: "alice"))
            let selection = PropertySelection.properties([XMLElement(Self.dead)])
            let step = try await front.dependencies.database.read { txn in
                let principal = try #require(try front.dependencies.calendars.principal(alice, in: txn))
                let end = try #require(try front.dependencies.calendars.syncToken(of: principal.home, in: txn))
                let context = PropertyContext(
                    principal: principal,
                    configuration: front.dependencies.configuration,
                    quota: nil
                )
                let answer = PropertyAnswer(selection: selection, context: context, isMinimal: true)
                return try HomeHistory(owner: alice, level: .infinite).step(
                    SyncRange(start: nil, end: end, limit: 500),
                    SyncedProperties(selection: selection, answer: answer),
                    ListingReader(dependencies: front.dependencies, principal: principal, in: txn)
                )
            }
            #expect(step.isTruncated)
            let size = step.responses.map { $0.element.weight }.reduce(0, +)
            #expect((1_000_000..<1_600_000).contains(size))
        }
    }

    @Test func `a report on a home reads the properties of clients of those collections alone that it tells of`()
        async throws
    {
        try await TestFront.run { front in
            let first = try await front.report(sync(""), at: home)
            try await front.put(home + "calendar/a.ics", SampleEvent.text())
            try await poison(on: front)
            let changes = try Multistatus(try await front.report(sync(try syncToken(of: first)), at: home))
            #expect(changes.hrefs == [home + "calendar/a.ics"])
            let query = """
                <C:calendar-query><D:prop><p xmlns="urn:example"/></D:prop>\
                <C:filter><C:comp-filter name="VCALENDAR"/></C:filter></C:calendar-query>
                """
            let found = try Multistatus(try await front.report(query, at: home, depth: "infinity"))
            #expect(found.hrefs == [home + "calendar/a.ics"])
        }
    }
}
