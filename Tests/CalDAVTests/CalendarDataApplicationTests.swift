import CalDAV
import ICalendar
import Recurrence
import Testing
import WebDAV

@Suite struct CalendarDataApplicationTests {
    private func request(_ inner: String) throws -> CalendarDataRequest {
        let text = "<calendar-data xmlns='urn:ietf:params:xml:ns:caldav'>\(inner)</calendar-data>"
        return try CalendarDataRequest(XMLDocument.parse(Array(text.utf8)))
    }

    /// Returns the values of a property of each component that comes, in their order.
    private func values(_ name: String, _ inner: String, _ resource: CalendarObjectResource) throws -> [String] {
        try request(inner).applied(to: resource).calendar.components.map { $0.first(name)?.value ?? "-" }
    }

    private static let expand = "<expand start='20060103T000000Z' end='20060107T000000Z'/>"
    private static let limit = "<limit-recurrence-set start='20060103T000000Z' end='20060107T000000Z'/>"

    @Test func `data that is asked for as it is stays octet for octet`() throws {
        for name in AppendixB.resources.keys {
            let resource = try AppendixB.resource(name)
            #expect(try request("").applied(to: resource).serialised() == AppendixB.resources[name])
        }
    }

    @Test func `RFC 4791 §9.6.5 only instances that overlap come, of single components too`() throws {
        let inside = try CalendarText.resource("VEVENT", ["DTSTART:20060105T100000Z", "DURATION:PT1H"])
        let outside = try CalendarText.resource("VEVENT", ["DTSTART:20060107T000000Z", "DURATION:PT1H"])
        #expect(try values("DTSTART", Self.expand, inside) == ["20060105T100000Z"])
        #expect(try values("DTSTART", Self.expand, outside).isEmpty)
    }

    @Test func `RFC 4791 §9.6.5 RDATE and EXDATE count, and no recurrence property comes`() throws {
        let resource = try CalendarText.events([
            [
                "DTSTART:20060101T100000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=6", "EXDATE:20060104T100000Z",
                "RDATE;VALUE=PERIOD:20060105T200000Z/PT3H",
            ]
        ])
        let starts = ["20060103T100000Z", "20060105T100000Z", "20060105T200000Z", "20060106T100000Z"]
        #expect(try values("DTSTART", Self.expand, resource) == starts)
        #expect(try values("RECURRENCE-ID", Self.expand, resource) == starts)
        for name in ["RRULE", "RDATE", "EXDATE"] {
            #expect(try values(name, Self.expand, resource).allSatisfy { $0 == "-" })
        }
    }

    @Test func `RFC 4791 §9.6.5 a to-do without dates is there when it overlaps`() throws {
        let created = try CalendarText.resource("VTODO", ["CREATED:20060106T000000Z"])
        let later = try CalendarText.resource("VTODO", ["CREATED:20060108T000000Z"])
        #expect(try values("CREATED", Self.expand, created) == ["20060106T000000Z"])
        #expect(try values("CREATED", Self.expand, later).isEmpty)
    }

    @Test func `RFC 4791 §9.6.5 a VFREEBUSY and a component of another specification stand as they are`() throws {
        #expect(try values("UID", Self.expand, AppendixB.resource("abcd8.ics")) == ["76ef34-54a3d2@example.com"])
        let other = try CalendarText.resource("X-THING", ["SUMMARY:a"])
        #expect(try values("SUMMARY", Self.expand, other) == ["a"])
    }

    @Test func `RFC 4791 §9.6.5 expanding more than the budget is refused`() throws {
        let resource = try CalendarText.events([["DTSTART:20060101T100000Z", "RRULE:FREQ=MINUTELY"]])
        #expect(throws: RecurrenceError.tooManyInstances(limit: 100)) {
            try request(Self.expand).applied(to: resource, budget: RecurrenceBudget(work: 100_000, instances: 100))
        }
    }

    @Test(arguments: ["a", "\r\n"])
    func `RFC 4791 §9.6.5 expanding to more text than fits is refused, empty lines and all`(filler: String) throws {
        let line = "DESCRIPTION:a" + String(repeating: filler, count: (256 << 10) / filler.utf8.count)
        let resource = try CalendarText.events([["DTSTART:20060101T100000Z", "RRULE:FREQ=HOURLY", line]])
        // 96 instances of 256 KiB.
        #expect(throws: RecurrenceError.tooMuchText(limit: 16 << 20)) {
            try request(Self.expand).applied(to: resource)
        }
        let day = "<expand start='20060103T000000Z' end='20060104T000000Z'/>"
        #expect(try request(day).applied(to: resource).calendar.components.count == 24)
    }

    /// A daily series with overrides, each named by its SUMMARY.
    private static let daily = [
        ["DTSTART:20060101T100000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=30", "SUMMARY:master"],
        // Moved within the range, into it, out of it, and outside of it.
        ["RECURRENCE-ID:20060104T100000Z", "DTSTART:20060105T200000Z", "DURATION:PT1H", "SUMMARY:within"],
        ["RECURRENCE-ID:20060109T100000Z", "DTSTART:20060106T200000Z", "DURATION:PT1H", "SUMMARY:in"],
        ["RECURRENCE-ID:20060106T100000Z", "DTSTART:20060112T200000Z", "DURATION:PT1H", "SUMMARY:out"],
        ["RECURRENCE-ID:20060110T100000Z", "DTSTART:20060112T210000Z", "DURATION:PT1H", "SUMMARY:outside"],
    ]

    @Test func `RFC 4791 §9.6.6 an override comes where its time or the one that it had is in the range`() throws {
        let resource = try CalendarText.events(Self.daily)
        #expect(try values("SUMMARY", Self.limit, resource) == ["master", "within", "in", "out"])
    }

    @Test func `RFC 4791 §9.6.6 an override of this and all that follow comes where one of them is in the range`()
        throws
    {
        let early = [
            "RECURRENCE-ID;RANGE=THISANDFUTURE:20060102T100000Z", "DTSTART:20060102T120000Z", "DURATION:PT1H",
            "SUMMARY:early",
        ]
        let late = [
            "RECURRENCE-ID;RANGE=THISANDFUTURE:20060120T100000Z", "DTSTART:20060120T120000Z", "DURATION:PT1H",
            "SUMMARY:late",
        ]
        let resource = try CalendarText.events([Self.daily[0], early, late])
        #expect(try values("SUMMARY", Self.limit, resource) == ["master", "early"])
    }

    @Test func `RFC 4791 §9.6.6 an object of overrides alone keeps those in the range`() throws {
        let resource = try CalendarText.events(Array(Self.daily.dropFirst()))
        #expect(try values("SUMMARY", Self.limit, resource) == ["within", "in"])
    }

    @Test func `RFC 4791 §9.6.6 an object without overrides stays octet for octet`() throws {
        let octets = AppendixB.resources["abcd1.ics"]
        #expect(try request(Self.limit).applied(to: AppendixB.resource("abcd1.ics")).serialised() == octets)
    }

    @Test func `RFC 4791 §9.6.7 values of FREEBUSY outside of the range go, others of the same property stay`() throws {
        let busy = "FREEBUSY;FBTYPE=FREE:20060102T100000Z/PT1H,20060103T100000Z/PT1H,20060104T000000Z/PT1H"
        let resource = try CalendarText.resource("VFREEBUSY", [busy, "FREEBUSY:20060110T100000Z/PT1H"])
        let limit = "<limit-freebusy-set start='20060103T000000Z' end='20060104T000000Z'/>"
        let component = try #require(try request(limit).applied(to: resource).calendar.components.first)
        #expect(component.properties(named: "FREEBUSY").map(\.value) == ["20060103T100000Z/PT1H"])
        #expect(component.first("FREEBUSY")?.parameter("FBTYPE") == "FREE")
    }

    @Test func `RFC 4791 §9.6 parts are selected from the instances`() throws {
        let parts = "<comp name='VCALENDAR'><comp name='VEVENT'><prop name='SUMMARY'/></comp></comp>"
        let resource = try CalendarText.events([["DTSTART:20060101T100000Z", "RRULE:FREQ=DAILY", "SUMMARY:a"]])
        let object = try request(parts + Self.expand).applied(to: resource)
        #expect(object.calendar.components.count == 4)
        #expect(object.calendar.components.allSatisfy { $0.properties.map(\.name) == ["SUMMARY"] })
    }
}
