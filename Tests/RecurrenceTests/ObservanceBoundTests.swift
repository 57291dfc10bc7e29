import ICalendar
import Recurrence
import Testing

@Suite struct ObservanceBoundTests {
    @Test func `a zone of 512 observances is read, and one of more is not`() throws {
        func zone(_ count: Int) throws -> Component {
            let observances = (0..<count).flatMap { number in
                [
                    "BEGIN:STANDARD", "DTSTART:\(CivilDate(daysSinceEpoch: number))T000000", "TZOFFSETFROM:+0500",
                    "TZOFFSETTO:+0530", "END:STANDARD",
                ]
            }
            return try Fixture.zone(["BEGIN:VTIMEZONE", "TZID:Nowhere"] + observances + ["END:VTIMEZONE"])
        }
        _ = try FloatingZone(definedBy: zone(512))
        let larger = try zone(513)
        #expect(throws: RecurrenceError.tooManyInstances(limit: 512)) { try FloatingZone(definedBy: larger) }
    }
}
