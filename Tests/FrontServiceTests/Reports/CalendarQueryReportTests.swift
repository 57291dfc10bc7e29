import CalendarStore
import CalDAV
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
import WebDAV

@testable import FrontService

@Suite struct CalendarQueryReportTests {
    private let calendar = "/calendars/alice/calendar/"
    private let january = #"<C:time-range start="20240101T000000Z" end="20240201T000000Z"/>"#

    private func query(
        _ filter: String,
        type: String = "VEVENT",
        prop: String = "<D:getetag/>",
        extra: String = ""
    ) -> String {
        """
        <C:calendar-query><D:prop>\(prop)</D:prop><C:filter><C:comp-filter name="VCALENDAR">\
        <C:comp-filter name="\(type)">\(filter)</C:comp-filter></C:comp-filter></C:filter>\(extra)</C:calendar-query>
        """
    }

    private func names(_ response: TestResponse) throws -> [String] {
        try Multistatus(response).hrefs.map { $0.split(separator: "/").last.map(String.init) ?? "" }.sorted()
    }

    @Test func `RFC 4791 §7.8 what overlaps the range is found, with what was asked for`() async throws {
        try await TestFront.run { front in
            let inside = TimedEvent.text(uid: "in", start: ":20240131T233000Z")
            let tag = try await front.put(calendar + "in.ics", inside)
            try await front.put(calendar + "before.ics", TimedEvent.text(uid: "before", start: ":20231231T230000Z"))
            try await front.put(calendar + "after.ics", TimedEvent.text(uid: "after", start: ":20240201T000000Z"))
            let body = query(january, prop: "<D:getetag/><C:calendar-data/>")
            let answer = try Multistatus(try await front.report(body, at: calendar, depth: "1"))
            #expect(answer.hrefs == [calendar + "in.ics"])
            #expect(try answer.found(DAVProperty.getETag, of: calendar + "in.ics").text == tag)
            #expect(try answer.found(CalendarElement.calendarData, of: calendar + "in.ics").text == inside)
        }
    }

    @Test func `rules are found far beyond what the index holds, and not where they have no instance`() async throws {
        try await TestFront.run { front in
            let monthly = ["RRULE:FREQ=MONTHLY;BYMONTHDAY=13"]
            try await front.put(
                calendar + "13.ics",
                TimedEvent.text(uid: "a", start: ":20240113T100000Z", lines: monthly)
            )
            let range = { (start: String, end: String) in
                query(#"<C:time-range start="\#(start)T000000Z" end="\#(end)T000000Z"/>"#)
            }
            for (start, end, found) in [
                ("20240213", "20240214", ["13.ics"]), ("20240214", "20240301", []),
                ("20671113", "20671114", ["13.ics"]),
                ("20671114", "20671115", []), ("20230101", "20240113", []),
            ] as [(String, String, [String])] {
                let response = try await front.report(range(start, end), at: calendar, depth: "1")
                #expect(try names(response) == found, "\(start)")
            }
        }
    }

    @Test(arguments: [(nil, 0), ("0", 0), ("1", 1), ("infinity", 1)] as [(String?, Int)])
    func `RFC 3253 §3.6 Depth says how deep a query looks, and is 0 where it is absent`(
        depth: String?,
        count: Int
    ) async throws {
        try await TestFront.run { front in
            try await front.put(calendar + "a.ics", TimedEvent.text(uid: "a", start: ":20240110T100000Z"))
            let response = try await front.report(query(january), at: calendar, depth: depth)
            #expect(try Multistatus(response).hrefs.count == count)
        }
    }

    @Test func `RFC 4791 §7.8 on an object only that object is looked at`() async throws {
        try await TestFront.run { front in
            for name in ["a", "b"] {
                try await front.put(calendar + "\(name).ics", TimedEvent.text(uid: name, start: ":20240110T100000Z"))
            }
            let found = try await front.report(query(january), at: calendar + "a.ics")
            #expect(try names(found) == ["a.ics"])
            let todos = try await front.report(query("", type: "VTODO"), at: calendar + "a.ics")
            #expect(try names(todos) == [])
        }
    }

    @Test func `RFC 4791 §7.2 with Depth infinity a home answers for all its calendars, with Depth 1 for none`()
        async throws
    {
        try await TestFront.run { front in
            try await front.put(calendar + "a.ics", TimedEvent.text(uid: "a", start: ":20240110T100000Z"))
            let all = try await front.report(query(january), at: "/calendars/alice/", depth: "infinity")
            #expect(try Multistatus(all).hrefs == [calendar + "a.ics"])
            let none = try await front.report(query(january), at: "/calendars/alice/", depth: "1")
            #expect(try Multistatus(none).hrefs == [])
        }
    }

    @Test func `RFC 4791 §9.7.5 an object is found by its UID, without regard to case`() async throws {
        try await TestFront.run { front in
            for name in ["alpha", "beta"] {
                try await front.put(calendar + "\(name).ics", TimedEvent.text(uid: name, start: ":20240110T100000Z"))
            }
            let filter = #"<C:prop-filter name="UID"><C:text-match>ALPHA</C:text-match></C:prop-filter>"#
            let found = try await front.report(query(filter), at: calendar, depth: "1")
            #expect(try names(found) == ["alpha.ics"])
        }
    }

    @Test func `RFC 4791 §7.3 floating times are read in the zone of the calendar, or in that of the query`()
        async throws
    {
        try await TestFront.run { front in
            // 23:30 in the east of the United States is 04:30 of the next day in UTC.
            try await front.put(calendar + "late.ics", TimedEvent.text(uid: "late", start: ":20240102T233000"))
            let early = #"<C:time-range start="20240103T043000Z" end="20240103T050000Z"/>"#
            let inUTC = try await front.report(query(early), at: calendar, depth: "1")
            #expect(try names(inUTC) == [])
            try await front.change("calendar") { $0.timeZone = TimedEvent.easternTimezone }
            let inEast = try await front.report(query(early), at: calendar, depth: "1")
            #expect(try names(inEast) == ["late.ics"])
            let inBerlin = try await front.report(
                query(early, extra: "<C:timezone-id>Europe/Berlin</C:timezone-id>"),
                at: calendar,
                depth: "1"
            )
            #expect(try names(inBerlin) == [])
        }
    }

    @Test func `many objects come page by page, each once`() async throws {
        try await TestFront.run { front in
            for number in 0..<230 {
                let start = ":202401\(10 + number % 20)T100000Z"
                try await front.put(calendar + "\(number).ics", TimedEvent.text(uid: "\(number)", start: start))
            }
            for prop in ["<D:getetag/>", "<C:calendar-data/>"] {
                let response = try await front.report(query(january, prop: prop), at: calendar, depth: "1")
                #expect(try names(response) == (0..<230).map { "\($0).ics" }.sorted())
            }
            let typed = try await front.report(query(""), at: calendar, depth: "1")
            #expect(try Multistatus(typed).hrefs.count == 230)
        }
    }

    @Test(arguments: ["RRULE:FREQ=DAILY;RSCALE=CHINESE", "RRULE:FREQ=SOMETIMES"])
    func `an object whose times cannot be told is found rather than lost, and is not expanded`(
        rule: String
    ) async throws {
        try await TestFront.run { front in
            let event = TimedEvent.text(uid: "a", start: ":20200101T100000Z", lines: [rule])
            try await front.store(event, uid: "a", at: "a.ics")
            let found = try await front.report(query(january), at: calendar, depth: "1")
            #expect(try names(found) == ["a.ics"])
            let expand = """
                <C:calendar-data><C:expand start="20240101T000000Z" end="20240201T000000Z"/></C:calendar-data>
                """
            let expanded = try await front.report(query(january, prop: expand), at: calendar, depth: "1")
            #expect(try Multistatus(expanded).entries[calendar + "a.ics"]?.status == "HTTP/1.1 403 Forbidden")
        }
    }

    @Test(arguments: [
        ("valid-filter", #"<C:time-range start="20240102T000000Z" end="20240101T000000Z"/>"#, "", ""),
        (
            "supported-collation",
            #"<C:prop-filter name="UID"><C:text-match collation="i;x">a</C:text-match></C:prop-filter>"#, "", ""
        ),
        ("supported-calendar-data", "", #"<C:calendar-data content-type="text/x"/>"#, ""),
        ("supported-calendar-data", "", #"<C:calendar-data version="3.0"/>"#, ""),
        ("valid-calendar-data", "", "", "<C:timezone>BEGIN:VCALENDAR</C:timezone>"),
        ("valid-timezone", "", "", "<C:timezone-id>Mars/Olympus</C:timezone-id>"),
    ])
    func `RFC 4791 §7.8 each precondition of a query is told by its name`(
        name: String,
        filter: String,
        prop: String,
        extra: String
    ) async throws {
        try await TestFront.run { front in
            let body = query(filter, prop: prop, extra: extra)
            let response = try await front.report(body, at: calendar, depth: "1")
            #expect(response.status == .forbidden)
            #expect(try precondition(of: response)?.name == XMLName(caldav: name))
        }
    }

    @Test func `RFC 4791 §7.8 a filter of what cannot be searched is refused with supported-filter`() async throws {
        let parts = String(repeating: #"<C:prop-filter name="UID"/>"#, count: 300)
        try await TestFront.run { front in
            let response = try await front.report(query(parts), at: calendar, depth: "1")
            #expect(try precondition(of: response)?.name == Precondition.supportedFilter.name)
        }
    }

    @Test func `RFC 8144 §2.1 with return=minimal nothing is said of what is missing`() async throws {
        try await TestFront.run { front in
            try await front.put(calendar + "a.ics", TimedEvent.text(uid: "a", start: ":20240110T100000Z"))
            let body = """
                <calendar-query xmlns="urn:ietf:params:xml:ns:caldav" xmlns:D="DAV:"><D:prop><D:owner/><D:x/></D:prop>\
                <filter><comp-filter name="VCALENDAR"/></filter></calendar-query>
                """
            let response = try await front.send(
                "REPORT",
                calendar,
                ["Depth": "1", "Prefer": "return=minimal"],
                body: body
            )
            #expect(response.headers[.preferenceApplied] == "return=minimal")
            let entry = try #require(try Multistatus(response).entries[calendar + "a.ics"])
            #expect(entry.properties.keys.sorted() == [200])
        }
    }
}
