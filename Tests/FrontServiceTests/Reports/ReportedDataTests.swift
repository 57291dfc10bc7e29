import CalendarStore
import CalDAV
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
import WebDAV

@testable import FrontService

@Suite struct ReportedDataTests {
    private let calendar = "/calendars/alice/calendar/"
    private let object = "/calendars/alice/calendar/a.ics"

    /// A daily event of which the second instance is an hour later, and the ninth has another name.
    private let daily = TimedEvent.text(
        uid: "daily",
        start: ":20240101T100000Z",
        lines: ["RRULE:FREQ=DAILY;COUNT=10", "EXDATE:20240103T100000Z"],
        overrides: [
            ["RECURRENCE-ID:20240102T100000Z", "DTSTART:20240102T110000Z", "DURATION:PT1H", "SUMMARY:Later"],
            ["RECURRENCE-ID:20240109T100000Z", "DTSTART:20240109T100000Z", "DURATION:PT1H", "SUMMARY:Ninth"],
        ]
    )

    private func multiget(_ data: String, on front: TestFront) async throws -> Multistatus {
        try Multistatus(try await multigetResponse(data, on: front))
    }

    private func multigetResponse(_ data: String, on front: TestFront) async throws -> TestResponse {
        let body = """
            <C:calendar-multiget><D:prop><C:calendar-data>\(data)</C:calendar-data></D:prop><D:href>\(object)</D:href>\
            </C:calendar-multiget>
            """
        return try await front.report(body, at: calendar)
    }

    /// Returns what the `DAV:error` of one resource in a multistatus names.
    private func condition(of href: String, in response: TestResponse) throws -> XMLName? {
        let root = try XMLDocument.parse(Array(buffer: response.body))
        let entry = root.all(DAVElement.response).first { $0.first(DAVElement.href)?.trimmedText == href }
        return try #require(entry).first(DAVElement.error)?.children.first?.name
    }

    private func values(of name: String, in text: String) -> [String] {
        text.split(separator: "\r\n").filter { $0.hasPrefix(name + ":") }.map { String($0.dropFirst(name.count + 1)) }
    }

    @Test func `RFC 4791 §9.6.5 expand gives each instance of the range in UTC, without rules`() async throws {
        try await TestFront.run { front in
            try await front.put(object, daily)
            let answer = try await multiget(#"<C:expand start="20240102T000000Z" end="20240105T000000Z"/>"#, on: front)
            let text = try answer.found(CalendarElement.calendarData, of: object).text
            #expect(values(of: "DTSTART", in: text) == ["20240102T110000Z", "20240104T100000Z"])
            #expect(values(of: "RECURRENCE-ID", in: text) == ["20240102T100000Z", "20240104T100000Z"])
            #expect(!text.contains("RRULE") && !text.contains("EXDATE"))
        }
    }

    @Test func `RFC 4791 §9.6.6 limit-recurrence-set leaves out the overrides that the range does not need`()
        async throws
    {
        try await TestFront.run { front in
            try await front.put(object, daily)
            let limit = #"<C:limit-recurrence-set start="20240102T000000Z" end="20240105T000000Z"/>"#
            let answer = try await multiget(limit, on: front)
            let text = try answer.found(CalendarElement.calendarData, of: object).text
            #expect(values(of: "SUMMARY", in: text) == ["Later"])
            #expect(values(of: "RRULE", in: text) == ["FREQ=DAILY;COUNT=10"])
        }
    }

    @Test func `RFC 4791 §9.6.7 limit-freebusy-set leaves an event as it is`() async throws {
        try await TestFront.run { front in
            try await front.put(object, daily)
            let limit = #"<C:limit-freebusy-set start="20240102T000000Z" end="20240105T000000Z"/>"#
            let answer = try await multiget(limit, on: front)
            #expect(try answer.found(CalendarElement.calendarData, of: object).text == daily)
        }
    }

    @Test func `RFC 4791 §7.3 floating instances are expanded in the zone of the calendar`() async throws {
        try await TestFront.run { front in
            let event = TimedEvent.text(uid: "a", start: ":20240102T233000", lines: ["RRULE:FREQ=DAILY;COUNT=2"])
            try await front.put(object, event)
            try await front.change("calendar") { $0.timeZone = TimedEvent.easternTimezone }
            let answer = try await multiget(#"<C:expand start="20240103T040000Z" end="20240103T120000Z"/>"#, on: front)
            let text = try answer.found(CalendarElement.calendarData, of: object).text
            // The first instance is on the 2nd at 23:30 there, which is on the 3rd at 04:30 in UTC; in UTC there is
            // none.
            #expect(text.split(separator: "\r\n").filter { $0 == "BEGIN:VEVENT" }.count == 1)
        }
    }

    @Test func `RFC 4791 §7.8 an expansion beyond the limits is told of that one object`() async throws {
        try await TestFront.run { front in
            let rule = ["RRULE:FREQ=SECONDLY"]
            try await front.put(object, TimedEvent.text(uid: "a", start: ":20240101T000000Z", lines: rule))
            try await front.put(calendar + "b.ics", TimedEvent.text(uid: "b", start: ":20240102T100000Z"))
            let body = """
                <C:calendar-query><D:prop><C:calendar-data><C:expand start="20240102T000000Z" end="20240103T000000Z"/>\
                </C:calendar-data></D:prop><C:filter><C:comp-filter name="VCALENDAR"/></C:filter></C:calendar-query>
                """
            let response = try await front.report(body, at: calendar, depth: "1")
            let answer = try Multistatus(response)
            #expect(answer.entries[object]?.status == "HTTP/1.1 507 Insufficient Storage")
            #expect(try condition(of: object, in: response) == XMLName(dav: "number-of-matches-within-limits"))
            #expect(try condition(of: calendar + "b.ics", in: response) == nil)
            #expect(try answer.found(CalendarElement.calendarData, of: calendar + "b.ics").text.contains("UID:b\r\n"))
        }
    }

    @Test func `RFC 4791 §7.8 instances with too much text are told of that one object`() async throws {
        try await TestFront.run { front in
            let lines = ["RRULE:FREQ=HOURLY", "DESCRIPTION:" + String(repeating: "a", count: 1 << 20)]
            try await front.put(object, TimedEvent.text(uid: "a", start: ":20240101T000000Z", lines: lines))
            let range = #"<C:expand start="20240102T000000Z" end="20240103T000000Z"/>"#
            let response = try await multigetResponse(range, on: front)
            #expect(try Multistatus(response).entries[object]?.status == "HTTP/1.1 507 Insufficient Storage")
            #expect(try condition(of: object, in: response) == XMLName(dav: "number-of-matches-within-limits"))
        }
    }

    @Test func `RFC 4791 §9.10 expand and limit-recurrence-set exclude each other`() async throws {
        try await TestFront.run { front in
            let range = #"start="20240102T000000Z" end="20240105T000000Z""#
            let body = """
                <C:calendar-multiget><D:prop><C:calendar-data><C:expand \(range)/><C:limit-recurrence-set \(range)/>\
                </C:calendar-data></D:prop><D:href>\(object)</D:href></C:calendar-multiget>
                """
            let response = try await front.report(body, at: calendar)
            #expect(response.status == .unprocessableContent)
        }
    }
}
