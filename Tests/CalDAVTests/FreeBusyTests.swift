import CalDAV
import ICalendar
import Recurrence
import Testing
import WebDAV

@Suite struct FreeBusyTests {
    private func range(_ start: String, _ end: String) throws -> TimeRange {
        let text = "<time-range xmlns='urn:ietf:params:xml:ns:caldav' start='\(start)' end='\(end)'/>"
        return try TimeRange(XMLDocument.parse(Array(text.utf8)))
    }

    /// Returns each FREEBUSY of the answer, its FBTYPE before it.
    private func busy(
        _ resources: [CalendarObjectResource],
        _ start: String = "20060104T000000Z",
        _ end: String = "20060105T000000Z"
    ) throws -> [String] {
        var freeBusy = FreeBusy(in: try range(start, end))
        for resource in resources { try freeBusy.add(resource) }
        let answer = freeBusy.object(productID: "-//Example//EN", stamp: try #require(UTCTime(parsing: start)))
        let component = try #require(answer.calendar.components.first)
        return component.properties(named: "FREEBUSY").map {
            ($0.parameter("FBTYPE").map { $0 + " " } ?? "") + $0.value
        }
    }

    private func event(_ lines: String...) throws -> CalendarObjectResource {
        try CalendarText.resource("VEVENT", lines)
    }

    @Test func `RFC 4791 §7.10.1 the query is read, and a range open at an end is refused`() throws {
        let request = try FreeBusyQueryRequest(XMLDocument.parse(Array(RFC4791Queries.freeBusyQuery.utf8)))
        #expect(request.range.start.description == "20060104T140000Z")
        #expect(request.range.end.description == "20060105T220000Z")
        let open = RFC4791Queries.freeBusyQuery.replacing("end=", with: "x=")
        #expect(throws: XMLError.self) { try FreeBusyQueryRequest(XMLDocument.parse(Array(open.utf8))) }
        let none = "<free-busy-query xmlns='urn:ietf:params:xml:ns:caldav'/>"
        #expect(throws: XMLError.self) { try FreeBusyQueryRequest(XMLDocument.parse(Array(none.utf8))) }
    }

    @Test func `RFC 4791 §7.10.1 between 2 and 10 PM of 4 January there are two hours, one of them tentative`() throws {
        // The text of the example names this range; its request has 5 January as the end, which has two more.
        let resources = try AppendixB.resources.keys.map { try AppendixB.resource($0) }
        let day = ["BUSY-TENTATIVE 20060104T150000Z/20060104T160000Z", "20060104T190000Z/20060104T200000Z"]
        #expect(try busy(resources, "20060104T140000Z", "20060104T220000Z") == day)
        let next = [
            "BUSY-UNAVAILABLE 20060105T100000Z/20060105T120000Z", "20060105T170000Z/20060105T180000Z",
        ]
        #expect(try busy(resources, "20060104T140000Z", "20060105T220000Z") == day + next)
    }

    @Test func `RFC 4791 §7.10 the answer is an object of one VFREEBUSY, also without busy times`() throws {
        let freeBusy = FreeBusy(in: try range("20060104T000000Z", "20060105T000000Z"))
        let stamp = try #require(UTCTime(parsing: "20050125T090000Z"))
        let octets = freeBusy.object(productID: "-//Example//EN", stamp: stamp).serialised()
        let lines = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//EN", "BEGIN:VFREEBUSY", "DTSTAMP:20050125T090000Z",
            "DTSTART:20060104T000000Z", "DTEND:20060105T000000Z", "END:VFREEBUSY", "END:VCALENDAR",
        ]
        #expect(String(decoding: octets, as: UTF8.self) == lines.map { $0 + "\r\n" }.joined())
    }

    @Test(arguments: [
        ([], ["20060104T100000Z/20060104T110000Z"]), (["STATUS:CONFIRMED"], ["20060104T100000Z/20060104T110000Z"]),
        (["STATUS:X-MAYBE"], ["20060104T100000Z/20060104T110000Z"]), (["STATUS:CANCELLED"], []),
        (["STATUS:tentative"], ["BUSY-TENTATIVE 20060104T100000Z/20060104T110000Z"]),
        (["TRANSP:OPAQUE"], ["20060104T100000Z/20060104T110000Z"]), (["TRANSP:TRANSPARENT"], []),
        (["TRANSP:transparent", "STATUS:TENTATIVE"], []),
    ])
    func `RFC 4791 §7.10 TRANSP and STATUS of an event say what it takes`(lines: [String], times: [String]) throws {
        let event = try CalendarText.resource("VEVENT", ["DTSTART:20060104T100000Z", "DURATION:PT1H"] + lines)
        #expect(try busy([event]) == times)
    }

    @Test func `RFC 4791 §7.10 times of the same type that overlap or follow on each other are one`() throws {
        let events = [
            try event("DTSTART:20060104T100000Z", "DTEND:20060104T110000Z"),
            try event("DTSTART:20060104T110000Z", "DTEND:20060104T120000Z"),
            try event("DTSTART:20060104T113000Z", "DTEND:20060104T114500Z"),
            try event("DTSTART:20060104T113000Z", "DTEND:20060104T130000Z", "STATUS:TENTATIVE"),
            try event("DTSTART:20060104T120001Z", "DTEND:20060104T123000Z"),
        ]
        let times = [
            "20060104T100000Z/20060104T120000Z", "BUSY-TENTATIVE 20060104T113000Z/20060104T130000Z",
            "20060104T120001Z/20060104T123000Z",
        ]
        #expect(try busy(events) == times)
        #expect(try busy(events.reversed()) == times)
    }

    @Test func `nothing beyond the range is told`() throws {
        let long = try event("DTSTART:20060101T100000Z", "DTEND:20060110T110000Z")
        #expect(try busy([long]) == ["20060104T000000Z/20060105T000000Z"])
        let before = try event("DTSTART:20060103T230000Z", "DTEND:20060104T000000Z")
        #expect(try busy([before]).isEmpty)
    }

    @Test func `each instance counts as its own component says`() throws {
        let series = try CalendarText.events([
            ["DTSTART:20060101T100000Z", "DURATION:PT1H", "RRULE:FREQ=HOURLY;INTERVAL=12"],
            ["RECURRENCE-ID:20060104T100000Z", "DTSTART:20060104T100000Z", "DURATION:PT1H", "STATUS:CANCELLED"],
        ])
        #expect(try busy([series]) == ["20060104T220000Z/20060104T230000Z"])
    }

    @Test(arguments: [
        ("FREEBUSY;FBTYPE=FREE", []), ("FREEBUSY;FBTYPE=X-OTHER", ["20060104T100000Z/20060104T110000Z"]),
        ("FREEBUSY;FBTYPE=busy-unavailable", ["BUSY-UNAVAILABLE 20060104T100000Z/20060104T110000Z"]),
    ])
    func `RFC 4791 §7.10 a stored VFREEBUSY counts by its types`(name: String, times: [String]) throws {
        let stored = try CalendarText.resource("VFREEBUSY", ["\(name):20060104T100000Z/PT1H,nonsense"])
        #expect(try busy([stored]) == times)
    }

    @Test func `to-dos, journals and events without length take no time`() throws {
        let todo = try CalendarText.resource("VTODO", ["DTSTART:20060104T100000Z", "DURATION:PT1H"])
        let journal = try CalendarText.resource("VJOURNAL", ["DTSTART;VALUE=DATE:20060104"])
        #expect(try busy([todo, journal, event("DTSTART:20060104T100000Z")]).isEmpty)
    }

    @Test func `a thousand times that are one stay one, however many are added`() throws {
        let minutely = try event("DTSTART:20060104T000000Z", "DURATION:PT1M", "RRULE:FREQ=MINUTELY")
        #expect(try busy([minutely, minutely, minutely]) == ["20060104T000000Z/20060105T000000Z"])
    }
}
