import CalDAV
import ICalendar
import Recurrence
import Testing

/// What the instances of a component cost where they are matched.
@Suite struct InstanceCostTests {
    private static let budget = RecurrenceBudget(work: 3_000, instances: 5_000)
    private static let daily = ["DTSTART:20060104T100000Z", "RRULE:FREQ=DAILY;COUNT=1000"]

    private func filter(_ start: String, _ end: String, _ tests: String = "") throws -> CalendarFilter {
        let range = "<C:time-range start='\(start)' end='\(end)'/>"
        let alarm = "<C:comp-filter name='VALARM'>\(range)\(tests)</C:comp-filter>"
        return try RFC4791Queries.parse(RFC4791Queries.query(filter: RFC4791Queries.event(alarm))).filter
    }

    private func alarms(_ count: Int, _ lines: [String]) -> [String] {
        Array(repeating: ["BEGIN:VALARM", "ACTION:AUDIO"] + lines + ["END:VALARM"], count: count).flatMap(\.self)
    }

    private func event(_ alarms: [String]) throws -> CalendarObjectResource {
        try CalendarText.resource("VEVENT", Self.daily + alarms)
    }

    @Test func `the alarms of each instance cost work, whether they go off in the range or not`() throws {
        let never = try filter("20070101T030000Z", "20080101T030001Z", "<C:prop-filter name='ACTION'/>")
        let trigger = ["TRIGGER;VALUE=DATE-TIME:20050101T000000Z"]
        #expect(try !never.matches(event(alarms(2, trigger)), budget: Self.budget))
        #expect(throws: RecurrenceError.tooMuchWork(limit: 3_000)) {
            try never.matches(event(alarms(20, trigger)), budget: Self.budget)
        }
    }

    @Test func `an alarm that the other tests leave out costs nothing for the instances`() throws {
        let tests = "<C:prop-filter name='ACTION'><C:text-match>EMAIL</C:text-match></C:prop-filter>"
        let filter = try filter("20070101T030000Z", "20080101T030001Z", tests)
        #expect(try !filter.matches(event(alarms(20, ["TRIGGER:-PT7H"])), budget: Self.budget))
    }

    @Test(arguments: [
        ("20060104T100100Z", true), ("20060105T023900Z", true), ("20060105T024100Z", false), ("20060105T100000Z", true),
        ("20060104T100130Z", false),
    ])
    func `RFC 4791 §9.9 an alarm is found at each of a thousand repetitions, and not between them`(
        start: String,
        isFound: Bool
    ) throws {
        let resource = try event(alarms(1, ["TRIGGER:PT0S", "REPEAT:999", "DURATION:PT1M"]))
        let end = try #require(UTCTime(parsing: start)).adding(seconds: 1)
        #expect(try filter(start, "\(end)").matches(resource, budget: Self.budget) == isFound)
    }

    @Test func `each component of a series is tested by its own alarms`() throws {
        let moved = ["DTSTART:20060110T150000Z", "RECURRENCE-ID:20060110T100000Z"]
        let resource = try CalendarText.events([
            Self.daily + alarms(1, ["TRIGGER:-PT1H"]), moved + alarms(1, ["TRIGGER:-PT2H"]),
        ])
        func isFound(_ start: String, _ end: String) throws -> Bool { try filter(start, end).matches(resource) }
        #expect(try isFound("20060109T090000Z", "20060109T090001Z"))
        #expect(try !isFound("20060110T080000Z", "20060110T120000Z"))
        #expect(try isFound("20060110T130000Z", "20060110T130001Z"))
        #expect(try !isFound("20060110T133000Z", "20060110T150000Z"))
    }

    @Test func `RFC 4791 §7.10 each component of a series has its own kind of busy time`() throws {
        let override = ["DTSTART:20060105T100000Z", "DURATION:PT1H", "RECURRENCE-ID:20060105T100000Z"]
        let resource = try CalendarText.events([
            ["DTSTART:20060104T100000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=3"], override + ["STATUS:TENTATIVE"],
        ])
        let (start, end) = (UTCTime(parsing: "20060101T000000Z"), UTCTime(parsing: "20060201T000000Z"))
        var busy = FreeBusy(in: TimeRange(try #require(start)..<#require(end)))
        try busy.add(resource)
        let answer = busy.object(productID: "-//Test//EN", stamp: try #require(start)).calendar.components.first
        let kinds = answer?.properties(named: "FREEBUSY").map { $0.parameter("FBTYPE") ?? "BUSY" }
        #expect(kinds == ["BUSY", "BUSY-TENTATIVE", "BUSY"])
    }
}
