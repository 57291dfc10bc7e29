import ICalendar
import Recurrence
import Testing

@Suite("Time zones that objects define")
struct DefinedZonesTests {
    /// The lines of a zone that has one offset.
    private func zone(_ offset: String, name: String = "Somewhere", _ more: [String] = []) -> [String] {
        ["BEGIN:VTIMEZONE", "TZID:\(name)", "BEGIN:STANDARD", "DTSTART:19700101T000000"] + more
            + ["TZOFFSETFROM:\(offset)", "TZOFFSETTO:\(offset)", "END:STANDARD", "END:VTIMEZONE"]
    }

    private func noon(in zone: [String]) throws -> String {
        let resource = try Fixture.resource(["DTSTART:20240101T000000Z"], zones: zone)
        let resolver = TimeZoneResolver(calendar: resource.object.calendar, floating: .utc)
        return resolver.utc(try #require(CalendarTime(parsing: "20240101T120000", zone: "Somewhere"))).description
    }

    @Test func `definitions of one name are told apart by their text, in whatever order they come`() throws {
        for _ in 0..<3 {
            #expect(try noon(in: zone("+0100")) == "20240101T110000Z")
            #expect(try noon(in: zone("+0200")) == "20240101T100000Z")
            #expect(try noon(in: zone("-0130")) == "20240101T133000Z")
        }
    }

    @Test func `a definition that was read before is changed by an edit of what was parsed`() throws {
        #expect(try noon(in: zone("+0300")) == "20240101T090000Z")
        var definition = try Fixture.zone(zone("+0300"))
        definition.updateComponents { observance in
            for name in ["TZOFFSETFROM", "TZOFFSETTO"] {
                observance.setProperty(Property(name: name, value: "+0400"))
            }
        }
        let changed = try FloatingZone(definedBy: definition)
        let resource = try Fixture.resource(["DTSTART:20240101T000000Z"])
        let resolver = TimeZoneResolver(calendar: resource.object.calendar, floating: changed)
        #expect(resolver.utc(try #require(CalendarTime(parsing: "20240101T120000"))).description == "20240101T080000Z")
    }

    @Test func `a malformed definition is refused each time with the line that it has there`() throws {
        let lines = zone("+01", name: "Nowhere")
        let before = zone("+0100", name: "Elsewhere")
        for _ in 0..<2 {
            let first = try Fixture.zone(lines)
            #expect(throws: RecurrenceError.invalidValue(property: "TZOFFSETFROM", line: 8)) {
                try FloatingZone(definedBy: first)
            }
            let resource = try Fixture.resource(["DTSTART:20240101T000000Z"], zones: before + lines)
            let second = try #require(resource.object.calendar.components.dropFirst().first)
            #expect(throws: RecurrenceError.invalidValue(property: "TZOFFSETFROM", line: 8 + before.count)) {
                try FloatingZone(definedBy: second)
            }
        }
    }

    @Test func `more definitions than are kept are all read rightly`() throws {
        // Together they are larger than the cache, so that it begins anew on the way.
        for round in 0..<2 {
            for number in 0..<1_200 {
                let hours = number % 12
                let comment = "COMMENT:\(number)" + String(repeating: "x", count: 8_000)
                let offset = "+\(hours < 10 ? "0" : "")\(hours)00"
                let expected = "20240101T\(12 - hours < 10 ? "0" : "")\(12 - hours)0000Z"
                #expect(try noon(in: zone(offset, [comment])) == expected, "round \(round), definition \(number)")
            }
        }
    }

    @Test func `definitions that cost too much together count as absent, whether they were read before or not`() throws
    {
        let endless = "RRULE:FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30"
        func isKnown(after count: Int) throws -> Bool {
            let costly = (0..<count).flatMap { zone("+0100", name: "Costly \($0)", [endless]) }
            let zones = costly + zone("+0100", name: "Last one")
            let resource = try Fixture.resource(["DTSTART:20240101T000000Z"], zones: zones)
            return TimeZoneResolver(calendar: resource.object.calendar, floating: .utc).isKnown("Last one")
        }
        for _ in 0..<2 {
            #expect(try isKnown(after: 1))
            #expect(try !isKnown(after: 63))
        }
    }
}
