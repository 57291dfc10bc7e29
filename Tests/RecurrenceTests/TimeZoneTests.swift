import ICalendar
import Recurrence
import Testing

@Suite("Time zones")
struct TimeZoneTests {
    private func resolver(_ zones: [String] = [], floating: FloatingZone = .utc) throws -> TimeZoneResolver {
        let resource = try Fixture.resource(["DTSTART:20240101T000000Z"], zones: zones)
        return TimeZoneResolver(calendar: resource.object.calendar, floating: floating)
    }

    private func utc(_ value: String, in zone: String, of resolver: TimeZoneResolver) throws -> String {
        resolver.utc(try #require(CalendarTime(parsing: value, zone: zone))).description
    }

    @Test func `RFC 5545 §3.3.5 local times around changes of offset are the instants of the zone database`() throws {
        let resolver = try resolver()
        let lines = try Fixture.lines(of: "zones.tsv")
        #expect(lines.count > 5_000)
        for line in lines {
            let fields = line.split(separator: "\t").map(String.init)
            #expect(try utc(fields[1], in: fields[0], of: resolver) == fields[2] + "Z", "\(line)")
        }
    }

    @Test(arguments: [
        ("20071104T013000", "20071104T053000Z"), ("20070311T023000", "20070311T073000Z"),
        ("20070311T013000", "20070311T063000Z"), ("20070311T030000", "20070311T070000Z"),
        ("20071104T020000", "20071104T070000Z"), ("20071104T005959", "20071104T045959Z"),
    ])
    func `RFC 5545 §3.3.5 a repeated time is the first, a skipped one has the offset before`(
        local: String,
        instant: String
    ) throws {
        let named = try resolver()
        #expect(try utc(local, in: "America/New_York", of: named) == instant)
        let defined = try resolver(Fixture.easternTime(named: "Somewhere"))
        #expect(try utc(local, in: "Somewhere", of: defined) == instant)
    }

    @Test func `RFC 5545 §3.6.5 a VTIMEZONE of US Eastern time is America-New_York for 90 years`() throws {
        let resolver = try resolver(Fixture.easternTime(named: "Somewhere"))
        let first = try #require(UTCTime(parsing: "19680101T000000Z"))
        for hour in 0..<(90 * 8_766) where hour % 13 == 0 {
            let time = first.adding(seconds: hour * 3_600)
            let (defined, named) = (resolver.civil(time, in: "Somewhere"), resolver.civil(time, in: "America/New_York"))
            try #require(defined == named, "\(time)")
        }
    }

    @Test func `RFC 5545 §3.2.19 a VTIMEZONE of the object goes before a named zone`() throws {
        let zone = [
            "BEGIN:VTIMEZONE", "TZID:Europe/Berlin", "BEGIN:STANDARD", "DTSTART:19700101T000000",
            "TZOFFSETFROM:+0500", "TZOFFSETTO:+0530", "END:STANDARD", "END:VTIMEZONE",
        ]
        #expect(try utc("20240101T120000", in: "Europe/Berlin", of: resolver(zone)) == "20240101T063000Z")
        #expect(try utc("19691231T120000", in: "Europe/Berlin", of: resolver(zone)) == "19691231T070000Z")
        #expect(try utc("20240101T120000", in: "Europe/Berlin", of: resolver()) == "20240101T110000Z")
    }

    @Test(arguments: [
        ["BEGIN:VTIMEZONE", "TZID:Europe/Berlin", "END:VTIMEZONE"],
        [
            "BEGIN:VTIMEZONE", "TZID:Europe/Berlin", "BEGIN:STANDARD", "DTSTART:19700101T000000",
            "TZOFFSETFROM:0500", "TZOFFSETTO:+0530", "END:STANDARD", "END:VTIMEZONE",
        ],
        [
            "BEGIN:VTIMEZONE", "TZID:Europe/Berlin", "BEGIN:STANDARD", "DTSTART:19700101T000000",
            "RRULE:FREQ=SECONDLY", "TZOFFSETFROM:+0500", "TZOFFSETTO:+0530", "END:STANDARD", "END:VTIMEZONE",
        ],
    ])
    func `a VTIMEZONE that is malformed or costs too much gives way to the named zone`(zone: [String]) throws {
        #expect(try utc("20240101T120000", in: "Europe/Berlin", of: resolver(zone)) == "20240101T110000Z")
    }

    @Test func `a definition that begins with the year 1601 has the changes of this century`() throws {
        let observances = [("STANDARD", "10", "+0200", "+0100"), ("DAYLIGHT", "3", "+0100", "+0200")]
        let parts = observances.flatMap { name, month, from, to in
            [
                "BEGIN:\(name)", "DTSTART:16010101T020000", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=\(month)",
                "TZOFFSETFROM:\(from)", "TZOFFSETTO:\(to)", "END:\(name)",
            ]
        }
        let resolver = try resolver(["BEGIN:VTIMEZONE", "TZID:Somewhere"] + parts + ["END:VTIMEZONE"])
        #expect(try utc("20240331T015959", in: "Somewhere", of: resolver) == "20240331T005959Z")
        #expect(try utc("20240331T030000", in: "Somewhere", of: resolver) == "20240331T010000Z")
        #expect(try utc("20241027T020000", in: "Somewhere", of: resolver) == "20241027T010000Z")
    }

    @Test(arguments: [
        "/freeassociation.sourceforge.net/Europe/Berlin", "/mozilla.org/20050126_1/Europe/Berlin",
        "W. Europe Standard Time", "Europe/Berlin",
    ])
    func `names with a prefix and those of Windows are known`(name: String) throws {
        let resolver = try resolver()
        #expect(resolver.isKnown(name))
        #expect(try utc("20240701T120000", in: name, of: resolver) == "20240701T100000Z")
    }

    @Test func `each name of Windows stands for a zone that is known`() throws {
        let resolver = try resolver()
        for name in ["Dateline Standard Time", "Line Islands Standard Time", "Greenland Standard Time", "UTC+13"] {
            #expect(resolver.isKnown(name), "\(name)")
        }
    }

    @Test func `an unknown TZID is read in the floating zone`() throws {
        let tokyo = try #require(FloatingZone(named: "Asia/Tokyo"))
        let resolver = try resolver(floating: tokyo)
        #expect(!resolver.isKnown("Nowhere/Nothing"))
        #expect(try utc("20240701T120000", in: "Nowhere/Nothing", of: resolver) == "20240701T030000Z")
    }

    @Test func `RFC 4791 §9.8 dates and floating times are read in the time zone of the calendar`() throws {
        let zone = try Fixture.zone(Fixture.easternTime(named: "Somewhere"))
        let resolver = try resolver(floating: FloatingZone(definedBy: zone))
        #expect(resolver.utc(try #require(CalendarTime(parsing: "20240701"))).description == "20240701T040000Z")
        #expect(resolver.utc(try #require(CalendarTime(parsing: "20240101T120000"))).description == "20240101T170000Z")
    }

    @Test(arguments: [("21500701T120000", "21500701T160000Z"), ("99990101T120000", "99990101T170000Z")])
    func `after the year 2100 the rules of a zone go on`(local: String, instant: String) throws {
        let resolver = try resolver(Fixture.easternTime(named: "Somewhere"))
        #expect(try utc(local, in: "America/New_York", of: resolver) == instant)
        #expect(try utc(local, in: "Somewhere", of: resolver) == instant)
    }

    @Test func `an equal definition in another object is the same zone`() throws {
        let definitions = Fixture.easternTime(named: "Somewhere")
        for _ in 0..<1_000 {
            let resolver = try resolver(definitions)
            #expect(resolver.isKnown("Somewhere"))
        }
    }
}
