import Testing

@testable import Recurrence

@Suite("Named time zones")
struct NamedZonesTests {
    @Test(arguments: ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca"])
    func `the table of a zone ends with the year 2100, and is small enough to be kept`(name: String) throws {
        let zone = try #require(NamedZones.transitions(named: name))
        #expect((1_000...16_384).contains(zone.octets))
    }

    @Test func `a name of more than 255 octets is of no zone`() {
        #expect(NamedZones.transitions(named: "/example.com/Europe/Berlin") != nil)
        #expect(NamedZones.transitions(named: String(repeating: "x", count: 300) + "/Europe/Berlin") == nil)
    }
}
