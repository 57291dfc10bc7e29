import CalDAV
import ICalendar
import Recurrence
import Testing

/// Ranges of time on recurring components, on floating times and on properties.
@Suite struct RecurringFilterTests {
    private func filter(_ tests: String, _ component: String = "VEVENT") throws -> CalendarFilter {
        try RFC4791Queries.parse(RFC4791Queries.query(filter: RFC4791Queries.component(component, tests))).filter
    }

    private func range(_ start: String, _ end: String) -> String {
        "<C:time-range start='\(start)' end='\(end)'/>"
    }

    private static let weekly = [
        ["DTSTART:20060102T100000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY", "SUMMARY:a"],
        [
            "DTSTART:20060111T150000Z", "DURATION:PT1H", "RECURRENCE-ID:20060109T100000Z", "SUMMARY:b",
            "BEGIN:VALARM", "ACTION:AUDIO", "TRIGGER:-PT30M", "END:VALARM",
        ],
    ]

    @Test(arguments: [
        ("20060102T100000Z", "20060102T110000Z", true), ("20060103T000000Z", "20060109T000000Z", false),
        // The instance of 9 January was moved to the 11th.
        ("20060109T000000Z", "20060110T000000Z", false), ("20060111T000000Z", "20060112T000000Z", true),
        ("20360107T000000Z", "20360108T000000Z", true), ("20360108T000000Z", "20360110T000000Z", false),
    ])
    func `RFC 4791 §9.9 every instance is considered, where its override puts it`(
        start: String,
        end: String,
        isFound: Bool
    ) throws {
        #expect(try filter(range(start, end)).matches(CalendarText.events(Self.weekly)) == isFound)
    }

    @Test(arguments: [
        ("<C:time-range start='20360101T000000Z'/>", true), ("<C:time-range end='20060102T100000Z'/>", false),
        ("<C:time-range end='20060102T100001Z'/>", true),
    ])
    func `RFC 4791 §9.9 an open range meets a series without end`(tests: String, isFound: Bool) throws {
        #expect(try filter(tests).matches(CalendarText.events(Self.weekly)) == isFound)
    }

    @Test func `RFC 4791 §9.7.1 the other tests are of the component whose instance overlaps`() throws {
        func found(_ summary: String, _ start: String, _ end: String) throws -> Bool {
            let match = "<C:prop-filter name='SUMMARY'><C:text-match>\(summary)</C:text-match></C:prop-filter>"
            return try filter(range(start, end) + match).matches(CalendarText.events(Self.weekly))
        }
        #expect(try found("a", "20060102T000000Z", "20060103T000000Z"))
        #expect(try !found("b", "20060102T000000Z", "20060103T000000Z"))
        #expect(try found("b", "20060111T000000Z", "20060112T000000Z"))
        #expect(try !found("a", "20060111T000000Z", "20060112T000000Z"))
    }

    @Test func `RFC 4791 §9.9 an alarm goes off for the instances of its component`() throws {
        func found(_ start: String, _ end: String) throws -> Bool {
            try filter("<C:comp-filter name='VALARM'>\(range(start, end))</C:comp-filter>")
                .matches(CalendarText.events(Self.weekly))
        }
        #expect(try found("20060111T143000Z", "20060111T143001Z"))
        #expect(try !found("20060102T093000Z", "20060102T100000Z"))
    }

    @Test(arguments: [
        ("DTSTART", "20060116T100000Z", "20060116T100001Z", true),
        ("DTSTART", "20060116T100001Z", "20060116T110000Z", false),
        // The effective DTEND is DTSTART and DURATION.
        ("DTEND", "20060116T110000Z", "20060116T110001Z", true),
        ("DTEND", "20060116T100000Z", "20060116T110000Z", false),
        ("DTSTAMP", "20060101T000000Z", "20060101T000001Z", true),
        ("DTSTAMP", "20060101T000001Z", "20070101T000000Z", false),
        ("CREATED", "20000101T000000Z", "20300101T000000Z", false),
    ])
    func `RFC 4791 §9.9 a property is in a range, of an instance if it has instances`(
        name: String,
        start: String,
        end: String,
        isFound: Bool
    ) throws {
        let tests = "<C:prop-filter name='\(name)'>\(range(start, end))</C:prop-filter>"
        var events = Self.weekly
        events[0].append("DTSTAMP:20060101T000000Z")
        #expect(try filter(tests).matches(CalendarText.events(events)) == isFound)
    }

    @Test(arguments: [
        ("DUE", true), ("DTSTART", true), ("COMPLETED", false),
    ])
    func `RFC 4791 §9.9 the effective DUE of a to-do is DTSTART and DURATION`(name: String, isFound: Bool) throws {
        let hours = name == "DUE" ? ("20060104T120000Z", "20060104T120001Z") : ("20060104T100000Z", "20060104T100001Z")
        let tests = "<C:prop-filter name='\(name)'>\(range(hours.0, hours.1))</C:prop-filter>"
        let todo = try CalendarText.resource("VTODO", ["DTSTART:20060104T100000Z", "DURATION:PT2H"])
        #expect(try filter(tests, "VTODO").matches(todo) == isFound)
    }

    @Test func `several tests of time have to be passed by one instance`() throws {
        let property = "<C:prop-filter name='DTSTART'>\(range("20060116T000000Z", "20060117T000000Z"))</C:prop-filter>"
        let resource = try CalendarText.events(Self.weekly)
        #expect(try filter(range("20060116T000000Z", "20060118T000000Z") + property).matches(resource))
        #expect(try !filter(range("20060102T000000Z", "20060103T000000Z") + property).matches(resource))
    }

    @Test func `RFC 4791 §7.3 a floating time is read in the zone of the request`() throws {
        let resource = try CalendarText.resource("VEVENT", ["DTSTART:20060104T100000", "DURATION:PT1H"])
        let filter = try filter(range("20060104T150000Z", "20060104T160000Z"))
        let eastern = try #require(FloatingZone(named: "America/New_York"))
        #expect(try filter.matches(resource, floating: eastern))
        #expect(try !filter.matches(resource))
    }

    @Test func `RFC 4791 §7.3 a date is a day in the zone of the request`() throws {
        let resource = try CalendarText.resource("VEVENT", ["DTSTART;VALUE=DATE:20060104"])
        let filter = try filter(range("20060105T040000Z", "20060105T050000Z"))
        let eastern = try #require(FloatingZone(named: "America/New_York"))
        #expect(try filter.matches(resource, floating: eastern))
        #expect(try !filter.matches(resource))
    }

    @Test func `a series of more instances than the budget overlaps all the same`() throws {
        let resource = try CalendarText.events([["DTSTART:20060104T100000Z", "RRULE:FREQ=SECONDLY"]])
        let budget = RecurrenceBudget(work: 10_000, instances: 100)
        #expect(try filter(range("20060201T000000Z", "20060301T000000Z")).matches(resource, budget: budget))
    }

    @Test(arguments: [("20060104T000000Z", true), ("20070104T000000Z", false)])
    func `an alarm with a time of its own is not looked for at every instance of a series without end`(
        start: String,
        isFound: Bool
    ) throws {
        let alarm = ["BEGIN:VALARM", "ACTION:AUDIO", "TRIGGER;VALUE=DATE-TIME:20060105T000000Z", "END:VALARM"]
        let resource = try CalendarText.events([["DTSTART:20100104T100000Z", "RRULE:FREQ=DAILY"] + alarm])
        let tests = "<C:comp-filter name='VALARM'>\(range(start, "20080101T000000Z"))</C:comp-filter>"
        #expect(try filter(tests).matches(resource) == isFound)
    }

    @Test func `of several tests of time the shortest says which instances are looked at`() throws {
        let resource = try CalendarText.events([["DTSTART:20060104T100000Z", "RRULE:FREQ=DAILY"]])
        let property = "<C:prop-filter name='DTSTART'>\(range("20060105T110000Z", "20060105T120000Z"))</C:prop-filter>"
        #expect(try !filter("<C:time-range start='20060104T000000Z'/>" + property).matches(resource))
    }

    @Test func `what costs more than the budget is refused`() throws {
        let resource = try CalendarText.events([
            ["DTSTART:20060104T100000Z", "RRULE:FREQ=SECONDLY;COUNT=900000000"]
        ])
        let budget = RecurrenceBudget(work: 1_000, instances: 100)
        #expect(throws: RecurrenceError.self) {
            try filter(range("20160201T000000Z", "20160301T000000Z")).matches(resource, budget: budget)
        }
    }

    @Test func `without a test of time, times are not read`() throws {
        let resource = try CalendarText.events([["DTSTART:20060104T100000Z", "RRULE:FREQ=SOMETIMES"]])
        #expect(try filter("<C:prop-filter name='RRULE'/>").matches(resource))
        #expect(
            try !filter(range("20160201T000000Z", "20160301T000000Z") + "<C:prop-filter name='X'/>").matches(resource)
        )
        #expect(throws: RecurrenceError.self) {
            try filter(range("20160201T000000Z", "20160301T000000Z")).matches(resource)
        }
    }
}
