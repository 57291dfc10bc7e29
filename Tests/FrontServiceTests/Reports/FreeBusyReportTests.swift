import CalendarStore
import CalDAV
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
import WebDAV

@testable import FrontService

@Suite struct FreeBusyReportTests {
    private let calendar = "/calendars/alice/calendar/"
    private let day = """
        <C:free-busy-query><C:time-range start="20240102T000000Z" end="20240103T000000Z"/></C:free-busy-query>
        """

    /// Returns each FREEBUSY of an answer, and fails the test where it is no object of one VFREEBUSY.
    private func busy(_ response: TestResponse) throws -> [String] {
        let text = String(buffer: response.body)
        try #require(response.status == .ok, "\(text)")
        #expect(response.headers[.contentType] == "text/calendar; charset=utf-8")
        let lines = text.split(separator: "\r\n").map(String.init)
        #expect(lines.filter { $0 == "BEGIN:VFREEBUSY" }.count == 1)
        #expect(lines.contains("DTSTART:20240102T000000Z") && lines.contains("DTEND:20240103T000000Z"))
        return lines.filter { $0.hasPrefix("FREEBUSY") }
    }

    /// Puts events of 2 January that take time in every way.
    private func fill(_ front: TestFront) async throws {
        let events: [(uid: String, start: String, lines: [String])] = [
            ("daily", ":20200101T100000Z", ["RRULE:FREQ=DAILY"]), ("next", ":20240102T110000Z", []),
            ("perhaps", ":20240102T150000Z", ["STATUS:TENTATIVE"]),
            ("free", ":20240102T180000Z", ["TRANSP:TRANSPARENT"]), ("off", ":20240102T190000Z", ["STATUS:CANCELLED"]),
            ("other", ":20240104T100000Z", []),
        ]
        for (uid, start, lines) in events {
            try await front.put(calendar + uid + ".ics", TimedEvent.text(uid: uid, start: start, lines: lines))
        }
        let strange = TimedEvent.text(uid: "strange", start: ":20240102T200000Z", lines: ["RRULE:FREQ=SOMETIMES"])
        try await front.store(strange, uid: "strange", at: "strange.ics")
    }

    @Test func `RFC 4791 §7.10 the busy times of the events are joined and told by their kinds`() async throws {
        try await TestFront.run { front in
            try await fill(front)
            let response = try await front.report(day, at: calendar, depth: "1")
            #expect(
                try busy(response) == [
                    "FREEBUSY:20240102T100000Z/20240102T120000Z",
                    "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20240102T150000Z/20240102T160000Z",
                ]
            )
        }
    }

    @Test func `RFC 4791 §7.10 Depth and the resource say whose time is told`() async throws {
        try await TestFront.run { front in
            try await fill(front)
            let none = try await front.report(day, at: calendar, depth: "0")
            #expect(try busy(none) == [])
            let home = try await front.report(day, at: "/calendars/alice/", depth: "infinity")
            #expect(try busy(home).count == 2)
            let collections = try await front.report(day, at: "/calendars/alice/", depth: "1")
            #expect(try busy(collections) == [])
        }
    }

    @Test func `RFC 6638 §9.1 what is in a transparent calendar is not told`() async throws {
        try await TestFront.run { front in
            try await fill(front)
            try await front.change("calendar") { $0.isTransparent = true }
            let response = try await front.report(day, at: "/calendars/alice/", depth: "infinity")
            #expect(try busy(response) == [])
        }
    }

    @Test func `RFC 4791 §7.10 without read-free-busy the resource is not found`() async throws {
        try await TestFront.run { front in
            try await fill(front)
            for uri in [calendar, "/calendars/alice/", "/calendars/alice/nowhere/"] {
                let response = try await front.report(day, at: uri, depth: "infinity", as: "bob")
                #expect(response.status == .notFound)
                #expect(try precondition(of: response) == nil)
            }
        }
    }

    @Test(arguments: ["alice", "bob"])
    func `RFC 4791 §7.10 on an object the report is forbidden, be it there or not`(user: String) async throws {
        try await TestFront.run { front in
            try await fill(front)
            for uri in [calendar + "next.ics", calendar + "none.ics"] {
                let response = try await front.report(day, at: uri, as: user)
                #expect(response.status == .forbidden)
                #expect(try precondition(of: response) == nil)
            }
        }
    }

    @Test func `RFC 4791 §7.10 more instances than the limits is number-of-matches-within-limits`() async throws {
        try await TestFront.run { front in
            let rule = ["RRULE:FREQ=SECONDLY"]
            try await front.put(calendar + "a.ics", TimedEvent.text(uid: "a", start: ":20240101T000000Z", lines: rule))
            let response = try await front.report(day, at: calendar, depth: "1")
            #expect(response.status == .forbidden)
            #expect(try precondition(of: response)?.name == Precondition.numberOfMatchesWithinLimits.name)
        }
    }

    @Test(arguments: [
        #"<C:free-busy-query/>"#, #"<C:free-busy-query><C:time-range start="20240102T000000Z"/></C:free-busy-query>"#,
        #"<C:free-busy-query><C:time-range start="x" end="y"/></C:free-busy-query>"#,
    ])
    func `RFC 4791 §9.11 a query without a whole range is refused`(body: String) async throws {
        try await TestFront.run { front in
            let response = try await front.report(body, at: calendar, depth: "1")
            #expect(response.status == .unprocessableContent)
        }
    }
}
