import CalDAV
import CalendarStore
import FoundationEssentials
import HTTPTypes
import HummingbirdTesting
import NIOCore
import SQLDatabase
import Testing
import WebDAV

@testable import FrontService

@Suite struct CalendarTransferTests {
    private let source = "/calendars/alice/calendar/"
    private let target = "/calendars/alice/copy/"
    private let dead = XMLName(namespace: "urn:example", local: "shelf")

    /// Runs a test with two events in a calendar that has properties.
    private func run(_ body: @escaping @Sendable (TestFront) async throws -> Void) async throws {
        try await TestFront.run { front in
            for name in ["a", "b"] { try await front.put("\(source)\(name).ics", SampleEvent.text(uid: name)) }
            _ = try await front.patch(source, set: [XMLElement(dead, text: "7")])
            try await body(front)
        }
    }

    private func members(of uri: String, on front: TestFront) async throws -> [String] {
        let response = try await front.send("PROPFIND", uri, ["Depth": "1"])
        guard response.status == .multiStatus else { return [] }
        return try Multistatus(response).hrefs.dropFirst().map { String($0.dropFirst(uri.count)) }.sorted()
    }

    @Test func `RFC 4918 §9.8.3 a calendar is copied with its properties and all its objects`() async throws {
        try await run { front in
            let response = try await front.transfer("COPY", source, to: target)
            #expect(response.status == .created)
            #expect(response.headers[.location] == "https://cal.example.com" + target)
            for uri in [source, target] {
                #expect(try await members(of: uri, on: front) == ["a.ics", "b.ics"])
                let stored = try await front.properties([dead, DAVProperty.displayName], of: uri)
                #expect(stored.found(dead)?.text == "7")
                #expect(stored.found(DAVProperty.displayName)?.text == "Calendar")
            }
            try await front.put(target + "a.ics", SampleEvent.text(uid: "a", summary: "changed"))
            let original = try await front.send("GET", source + "a.ics")
            #expect(Array(buffer: original.body) == Array(SampleEvent.text(uid: "a").utf8))
        }
    }

    @Test func `RFC 4918 §9.8.3 with Depth 0 the copy has the properties and no objects`() async throws {
        try await run { front async throws in
            #expect(try await front.transfer("COPY", source, to: target, ["Depth": "0"]).status == .created)
            #expect(try await members(of: target, on: front).isEmpty)
            #expect(try await front.properties([dead], of: target).found(dead)?.text == "7")
        }
    }

    @Test func `RFC 4918 §9.9.2 a calendar is moved with its properties and all its objects`() async throws {
        try await run { front in
            let tag = try await front.send("GET", source + "a.ics").headers[.eTag]
            #expect(try await front.transfer("MOVE", source, to: target, ["Depth": "infinity"]).status == .created)
            #expect(try await front.send("PROPFIND", source, ["Depth": "0"]).status == .notFound)
            #expect(try await members(of: target, on: front) == ["a.ics", "b.ics"])
            #expect(try await front.send("GET", target + "a.ics").headers[.eTag] == tag)
            #expect(try await front.properties([dead], of: target).found(dead)?.text == "7")
        }
    }

    @Test(arguments: ["COPY", "MOVE"])
    func `RFC 4918 §9.8.4 a calendar that is replaced has the members of the other alone`(method: String) async throws {
        try await run { front in
            try await front.makeCalendar(target)
            try await front.put(target + "old.ics", SampleEvent.text(uid: "old"))
            let refused = try await front.transfer(method, source, to: target, ["Overwrite": "F"])
            #expect(refused.status == .preconditionFailed)
            #expect(try await members(of: target, on: front) == ["old.ics"])
            #expect(try await front.transfer(method, source, to: target).status == .noContent)
            #expect(try await members(of: target, on: front) == ["a.ics", "b.ics"])
        }
    }

    @Test(arguments: [
        ("COPY", "1", 400), ("COPY", "2", 400), ("MOVE", "0", 400), ("MOVE", "1", 400), ("MOVE", "infinity", 201),
    ])
    func `RFC 4918 §9.8.3, §9.9.2 the depths of collections`(method: String, depth: String, status: Int) async throws {
        try await run { front in
            let response = try await front.transfer(method, source, to: target, ["Depth": depth])
            #expect(response.status.code == status)
        }
    }

    @Test(arguments: [
        "/calendars/bob/copy/", "/calendars/alice/", "/calendars/alice/tasks/copy", "/", "/principals/users/alice/",
        "/calendars/alice/tasks/a/b/", "/calendars/nobody/copy/",
    ])
    func `RFC 4791 §5.3.2.1 calendar-collection-location-ok of COPY and MOVE`(destination: String) async throws {
        try await run { front in
            for method in ["COPY", "MOVE"] {
                let response = try await front.transfer(method, source, to: destination)
                #expect(response.status == .forbidden)
                #expect(try precondition(of: response)?.name == XMLName(caldav: "calendar-collection-location-ok"))
            }
            #expect(try await members(of: source, on: front) == ["a.ics", "b.ics"])
        }
    }

    @Test(arguments: ["object_count = 10001", "data_bytes = 33554433", "property_bytes = 33554433"])
    func `RFC 4918 §9.8.5 a calendar that is too large to be copied at once is refused before anything is written`(
        size: String
    ) async throws {
        try await run { front in
            try await front.store { _, txn in
                try txn.execute("UPDATE calendar SET \(size) WHERE name = 'calendar'")
            }
            #expect(try await front.transfer("COPY", source, to: target).status == .forbidden)
            #expect(try await members(of: target, on: front).isEmpty)
            #expect(try await front.transfer("COPY", source, to: target, ["Depth": "0"]).status == .created)
            #expect(try await front.transfer("MOVE", source, to: "/calendars/alice/moved/").status == .created)
        }
    }

    @Test func `RFC 4918 §9.8.5 a calendar of very many rows is not copied, but moved`() async throws {
        try await run { front in
            try await front.store { _, txn in
                let object = try #require(
                    try txn.first("SELECT number, calendar FROM calendar_object WHERE name = 'a.ics'")
                )
                let calendar = SQLValue.text(try object.text("calendar"))
                let numbers = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)"
                try txn.execute(
                    """
                    INSERT INTO calendar_occurrence \(numbers)
                    SELECT ?2, 100000 * i, 100000 * i + 1, 100000 * i, 0, ?3, 'VEVENT' FROM n
                    """,
                    [SQLValue(CalendarTransferLimits.copiedDetails), .integer(try object.integer("number")), calendar]
                )
                try txn.execute(
                    "INSERT INTO member_removal \(numbers) SELECT ?2, 'gone ' || i, i FROM n",
                    [200_001, calendar]
                )
            }
            #expect(try await front.transfer("COPY", source, to: target).status == .forbidden)
            #expect(try await members(of: source, on: front) == ["a.ics", "b.ics"])
            #expect(try await front.transfer("MOVE", source, to: target).status == .created)
            #expect(try await members(of: target, on: front) == ["a.ics", "b.ics"])
        }
    }

    @Test(arguments: ["COPY", "MKCALENDAR", "MKCOL"])
    func `RFC 4918 §9.3.1, §9.8.5 a home that has all the calendars that it may takes no more: 507`(
        method: String
    ) async throws {
        try await run { front in
            try await front.store { calendar, txn in
                for number in 2..<CalendarStore.maximumCalendars {
                    let properties = CalendarProperties(displayName: "")
                    let new = NewCalendar(name: "c\(number)", components: [], properties: properties)
                    try front.dependencies.calendars.createCalendar(
                        new,
                        in: calendar.home,
                        now: .distantPast,
                        in: txn
                    )
                }
            }
            let types = [DAVElement.collection, CalendarElement.calendar].map { XMLElement($0) }
            let type = XMLElement(DAVProperty.resourceType, types)
            let answer =
                switch method {
                case "COPY": try await front.transfer("COPY", source, to: target)
                case "MKCALENDAR": try await front.send("MKCALENDAR", target)
                default: try await front.make(target, by: DAVElement.mkcol, [type])
                }
            #expect(answer.status.code == 507)
            #expect(String(buffer: answer.body).contains("at most 500 calendars"))
            #expect(try await front.send("DELETE", "/calendars/alice/c7/").status == .noContent)
            #expect(try await front.transfer("COPY", source, to: target).status == .created)
        }
    }

    @Test(arguments: ["COPY", "MOVE"])
    func `an inbox or outbox stays where it is`(method: String) async throws {
        try await run { front async throws in
            for name in ["inbox", "outbox"] {
                let uri = "/calendars/alice/\(name)/"
                #expect(try await front.transfer(method, uri, to: target).status == .forbidden)
                #expect(try await front.transfer(method, source, to: uri).status == .forbidden)
                #expect(try await front.send("PROPFIND", uri, ["Depth": "0"]).status == .multiStatus)
            }
            #expect(try await members(of: source, on: front) == ["a.ics", "b.ics"])
        }
    }

    @Test(arguments: ["COPY", "MOVE"])
    func `a stranger transfers no calendar`(method: String) async throws {
        try await run { front async throws in
            for user in ["bob", "admin"] {
                #expect(try await front.transfer(method, source, to: target, as: user).status == .forbidden)
            }
            #expect(try await members(of: source, on: front) == ["a.ics", "b.ics"])
        }
    }
}
