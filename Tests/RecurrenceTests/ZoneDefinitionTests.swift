import ICalendar
import Testing

@testable import Recurrence

@Suite("Time zones that are written")
struct ZoneDefinitionTests {
    @Test(arguments: Set(WindowsZones.identifiers.values).sorted() + ["Africa/Monrovia", "Pacific/Apia"])
    func `RFC 5545 §3.6.5 a named zone that is written has all its changes when it is read again`(name: String) throws {
        let named = try #require(FloatingZone(named: name))
        let read = try FloatingZone(definedBy: named.definition(named: "Somewhere"))
        let epoch = UTCTime(secondsSinceEpoch: 0)
        let (expected, found) = (named.transitions.changes(after: epoch), read.transitions.changes(after: epoch))
        #expect(expected.map { "\($0)" } == found.map { "\($0)" })
        #expect(read.transitions.offset(at: epoch) == named.transitions.offset(at: epoch))
    }

    @Test func `a zone without changes has one observance`() throws {
        let zone = try #require(FloatingZone(named: "Etc/GMT-12")).definition(named: "Etc/GMT-12")
        #expect(zone.first("TZID")?.value == "Etc/GMT-12")
        let observance = try #require(zone.components.first)
        #expect(zone.components.count == 1)
        #expect(observance.properties.map(\.value) == ["19700101T120000", "+1200", "+1200"])
    }

    @Test func `RFC 5545 §3.3.14 an offset has seconds where it needs them`() throws {
        let zone = try #require(FloatingZone(named: "Africa/Monrovia")).definition(named: "Africa/Monrovia")
        #expect(zone.components.first?.first("TZOFFSETTO")?.value == "-004430")
        #expect(zone.components.last?.first("TZOFFSETTO")?.value == "+0000")
    }
}
