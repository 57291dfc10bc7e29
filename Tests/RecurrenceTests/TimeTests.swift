import ICalendar
import Recurrence
import Testing

@Suite("Dates, times and durations")
struct TimeTests {
    @Test(arguments: [
        (1970, 1, 1, 0), (2000, 2, 29, 11_016), (1900, 3, 1, -25_508), (1601, 1, 1, -134_774), (0, 1, 1, -719_528),
        (9_999, 12, 31, 2_932_896), (2024, 12, 31, 20_088),
    ])
    func `a date is a number of days, and back`(year: Int, month: Int, day: Int, days: Int) throws {
        let date = try #require(CivilDate(year: year, month: month, day: day))
        #expect(date.daysSinceEpoch == days)
        #expect([date.year, date.month, date.day] == [year, month, day])
    }

    @Test func `each day from 1895 to 2105 follows on the one before`() throws {
        let first = try #require(CivilDate(year: 1_895, month: 1, day: 1))
        var expected = (year: 1_895, month: 1, day: 1)
        for days in 0..<76_700 {
            let date = first.adding(days: days)
            let isExpected = date.fields == expected
            try #require(isExpected, "\(date)")
            #expect(CivilDate(year: expected.year, month: expected.month, day: expected.day) == date)
            let isLast = CivilDate(year: expected.year, month: expected.month, day: expected.day + 1) == nil
            expected.day = isLast ? 1 : expected.day + 1
            if isLast { expected.month = expected.month % 12 + 1 }
            if isLast, expected.month == 1 { expected.year += 1 }
        }
    }

    @Test(arguments: [(2023, 2, 29), (1900, 2, 29), (2024, 4, 31), (2024, 13, 1), (2024, 0, 1), (2024, 1, 0)])
    func `dates that do not exist are none`(year: Int, month: Int, day: Int) {
        #expect(CivilDate(year: year, month: month, day: day) == nil)
    }

    @Test func `a week has its days in order`() {
        // 2024-01-01 was a Monday.
        let monday = CivilDate(daysSinceEpoch: 19_723)
        #expect((0..<7).map { monday.adding(days: $0).weekday } == Weekday.allCases)
        #expect(CivilDate(daysSinceEpoch: -1).weekday == .wednesday)
    }

    @Test(
        arguments: [
            ("20240229", nil, "DATE", "20240229"), ("20240229T235960", nil, "", "20240229T235959"),
            ("20240229T120000Z", "Europe/Berlin", "", "20240229T120000Z"),
            ("20240229T120000", "Europe/Berlin", "Europe/Berlin", "20240229T120000"),
        ] as [(String, String?, String, String)]
    )
    func `RFC 5545 §3.3.5 the forms of times are read and written`(
        value: String,
        zone: String?,
        parameter: String,
        written: String
    ) throws {
        let time = try #require(CalendarTime(parsing: value, zone: zone))
        let property = time.property(named: "DTSTART")
        #expect(property.value == written)
        #expect((property.parameter("TZID") ?? property.parameter("VALUE") ?? "") == parameter)
        #expect(try CalendarTime(property) == time)
    }

    @Test(arguments: [
        "", "2024", "20240230", "20240229T24000", "20240229T240000", "20240229T120000z", "20240229T120000ZZ",
        "20240229 120000", "20240229T12000", "2024022９",
    ])
    func `RFC 5545 §3.3.5 other forms are no times`(value: String) {
        #expect(CalendarTime(parsing: value) == nil)
    }

    @Test(arguments: [
        ("P15DT5H0M20S", 15, 18_020), ("P7W", 49, 0), ("-PT15M", 0, -900), ("+P1D", 1, 0), ("-P1W", -7, 0),
        ("PT0S", 0, 0), ("P1W2D", 9, 0),
    ])
    func `RFC 5545 §3.3.6 a duration is read`(value: String, days: Int, seconds: Int) {
        #expect(CalendarDuration(parsing: value) == CalendarDuration(days: days, seconds: seconds))
    }

    @Test(arguments: [
        "", "P", "PT", "P1", "P1DT", "1D", "PT1D", "P1H", "P-1D", "PT1.5H", "P9999999999D",
        "P" + String(repeating: "1D", count: 32),
    ])
    func `RFC 5545 §3.3.6 other forms are no durations`(value: String) {
        #expect(CalendarDuration(parsing: value) == nil)
    }
}
