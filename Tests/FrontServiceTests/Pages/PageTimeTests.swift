import FoundationEssentials
import HTMLPages
import Recurrence
import Testing

@testable import FrontService

struct PageTimeTests {
    @Test(arguments: [
        ("20240102", "20240103", "Tue 2 Jan 2024"),
        ("20240102", nil, "Tue 2 Jan 2024"),
        ("20240102", "20240105", "Tue 2 Jan 2024 – Thu 4 Jan 2024"),
        ("20240102T093000", "20240102T101500", "Tue 2 Jan 2024, 09:30–10:15"),
        ("20240102T093000Z", "20240102T101500Z", "Tue 2 Jan 2024, 09:30–10:15 UTC"),
        ("20240102T233000Z", "20240103T003000Z", "Tue 2 Jan 2024, 23:30 – Wed 3 Jan 2024, 00:30 UTC"),
        ("20240102T093000Z", nil, "Tue 2 Jan 2024, 09:30 UTC"),
        ("20240102T093000Z", "20240102T093000Z", "Tue 2 Jan 2024, 09:30 UTC"),
    ])
    func `a time is told on its own clock`(start: String, end: String?, text: String) throws {
        let begin = try #require(CalendarTime(parsing: start))
        let moment = PageTime.span(from: begin, to: end.flatMap { CalendarTime(parsing: $0) })
        #expect(moment.text == text)
    }

    @Test func `a time in a zone names the zone`() throws {
        let start = try #require(CalendarTime(parsing: "20240102T093000", zone: "Europe/Berlin"))
        let end = try #require(CalendarTime(parsing: "20240102T120000", zone: "Europe/Berlin"))
        let other = try #require(CalendarTime(parsing: "20240102T120000", zone: "Asia/Tokyo"))
        #expect(PageTime.span(from: start, to: end).text == "Tue 2 Jan 2024, 09:30–12:00 (Europe/Berlin)")
        let both = "Tue 2 Jan 2024, 09:30 (Europe/Berlin)–12:00 (Asia/Tokyo)"
        #expect(PageTime.span(from: start, to: other).text == both)
    }

    @Test func `an instant is told in UTC`() {
        #expect(PageTime.instant(Date(timeIntervalSince1970: 1_704_187_859)).text == "Tue 2 Jan 2024, 09:30 UTC")
        #expect(PageTime.day(of: Date(timeIntervalSince1970: 1_704_187_859)).text == "Tue 2 Jan 2024")
    }
}

struct PageMonthTests {
    @Test func `a month knows the ones beside it`() throws {
        let month = try #require(PageMonth(parsing: "2024-01"))
        #expect(month.name == "January 2024")
        #expect(month.earlier.text == "2023-12")
        #expect(month.later.text == "2024-02")
        #expect(month.later.later.text == "2024-03")
        #expect(month.range.upperBound.secondsSinceEpoch - month.range.lowerBound.secondsSinceEpoch == 31 * 86_400)
        #expect(PageMonth(of: Date(timeIntervalSince1970: 1_706_745_599)) == month)
    }

    @Test(arguments: [
        "", "2024", "2024-13", "2024-00", "24-01", "2024-1", "2024-01-01", "+024-01", "9999-12", "1000-01",
    ])
    func `anything else is none`(text: String) {
        #expect(PageMonth(parsing: text) == nil)
    }
}
