import ICalendar
import Recurrence
import Testing

@Suite("The bound on time zones")
struct TimeZoneBoundTests {
    private static let named = "20240101T110000Z"
    private static let defined = "20240101T063000Z"

    /// A zone with a name that is known, and rules that are not those of the name.
    private func zone(_ lines: [String], name: String = "Europe/Berlin") -> [String] {
        ["BEGIN:VTIMEZONE", "TZID:\(name)"] + observance(lines) + ["END:VTIMEZONE"]
    }

    private func observance(_ lines: [String]) -> [String] {
        let offsets = ["TZOFFSETFROM:+0500", "TZOFFSETTO:+0530"]
        return ["BEGIN:STANDARD", "DTSTART:19700101T000000"] + offsets + lines + ["END:STANDARD"]
    }

    private func noon(in name: String = "Europe/Berlin", zones: [String]) throws -> String {
        let resource = try Fixture.resource(["DTSTART:20240101T000000Z"], zones: zones)
        let resolver = TimeZoneResolver(calendar: resource.object.calendar, floating: .utc)
        return resolver.utc(try #require(CalendarTime(parsing: "20240101T120000", zone: name))).description
    }

    private func additions(_ count: Int) -> String {
        "RDATE:" + (0..<count).map { CivilDate(daysSinceEpoch: $0 * 2).description }.joined(separator: ",")
    }

    @Test func `RDATE of an observance counts as its rules do, and too many make the zone one that cannot be used`()
        throws
    {
        #expect(try noon(zones: zone([additions(4_900)])) == Self.defined)
        #expect(try noon(zones: zone([additions(5_100)])) == Self.named)
        #expect(try noon(zones: zone(Array(repeating: additions(1_000), count: 6))) == Self.named)
    }

    @Test func `the observances of a zone share the bound`() throws {
        let parts = (0..<6).flatMap { _ in observance([additions(1_000)]) }
        let zone = ["BEGIN:VTIMEZONE", "TZID:Europe/Berlin"] + parts + ["END:VTIMEZONE"]
        #expect(try noon(zones: zone) == Self.named)
    }

    @Test func `a million times are counted, and not read`() throws {
        let value = "RDATE:" + Array(repeating: "19700101", count: 400_000).joined(separator: ",")
        let component = try Fixture.zone(zone([value], name: "Nowhere"))
        #expect(throws: RecurrenceError.tooManyInstances(limit: 5_000)) { try FloatingZone(definedBy: component) }
    }

    @Test func `rules are counted whether they have a time or not`() throws {
        let rules = Array(repeating: "RRULE:FREQ=YEARLY;UNTIL=19600101T000000Z", count: 5_001)
        let component = try Fixture.zone(zone(rules, name: "Nowhere"))
        #expect(throws: RecurrenceError.tooManyInstances(limit: 5_000)) { try FloatingZone(definedBy: component) }
    }

    @Test(arguments: [
        ("DTSTART:19700101T000000", "the property DTSTART is missing."),
        ("TZOFFSETTO:+0530", "the property TZOFFSETTO is missing."),
    ])
    func `RFC 5545 §3.6.5 what an observance has not is named`(missing: String, message: String) throws {
        let component = try Fixture.zone(zone([], name: "Nowhere").filter { $0 != missing })
        #expect {
            try FloatingZone(definedBy: component)
        } throws: { error in
            "\(error)".hasPrefix("Line ") && "\(error)".hasSuffix(message)
        }
    }

    @Test(arguments: [
        (["TZOFFSETTO:530"], "the value of TZOFFSETTO is malformed."),
        (["DTSTART:soon"], "the value of DTSTART is malformed."),
    ])
    func `RFC 5545 §3.6.5 what is malformed in an observance is named with its line`(
        lines: [String],
        message: String
    ) throws {
        let rest = ["DTSTART:19700101T000000", "TZOFFSETFROM:+0500", "TZOFFSETTO:+0530"]
        let observance = ["BEGIN:DAYLIGHT"] + lines + rest + ["END:DAYLIGHT"]
        let component = try Fixture.zone(["BEGIN:VTIMEZONE", "TZID:Nowhere"] + observance + ["END:VTIMEZONE"])
        #expect {
            try FloatingZone(definedBy: component)
        } throws: { error in
            "\(error)".hasPrefix("Line ") && "\(error)".hasSuffix(message)
        }
    }

    @Test func `RFC 5545 §3.6.5 a zone needs an observance`() throws {
        let component = Component(name: "VTIMEZONE", contents: [.property(Property(name: "TZID", value: "Nowhere"))])
        #expect(throws: RecurrenceError.missingObservance(line: nil)) { try FloatingZone(definedBy: component) }
    }

    @Test func `where a definition cannot be used, its name is asked`() throws {
        let floating = try FloatingZone(definedBy: Fixture.zone(zone(["RRULE:FREQ=SOMETIMES"])))
        #expect(floating == FloatingZone(named: "Europe/Berlin"))
    }

    @Test func `of the zones of an object 64 are read`() throws {
        let zones = (0..<65).flatMap { zone([], name: "Zone \($0)") }
        #expect(try noon(in: "Zone 63", zones: zones) == Self.defined)
        #expect(try noon(in: "Zone 64", zones: zones) == "20240101T120000Z")
    }

    @Test(arguments: [(1_024, defined), (1_025, "20240101T120000Z")])
    func `a name of more than 1,024 octets names no zone`(length: Int, instant: String) throws {
        let name = String(repeating: "x", count: length)
        #expect(try noon(in: name, zones: zone([], name: name)) == instant)
    }

    @Test func `a definition that is too large to be kept is read each time to the same`() throws {
        let zones = zone([additions(4_000)])
        for _ in 0..<3 { #expect(try noon(zones: zones) == Self.defined) }
    }
}
