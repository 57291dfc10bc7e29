import ICalendar
import Recurrence
import Testing

/// Ends that RFC 5545 §3.8.2.2 forbids, and that are let pass.
@Suite struct EarlyEndTests {
    @Test(arguments: [
        (["DTSTART;VALUE=DATE:20240101", "DTEND;VALUE=DATE:20240101"], "20240101T000000Z/20240102T000000Z"),
        (["DTSTART;VALUE=DATE:20240102", "DTEND;VALUE=DATE:20240101"], "20240102T000000Z/20240103T000000Z"),
        (["DTSTART:20240101T090000Z", "DTEND:20240101T090000Z"], "20240101T090000Z/20240101T090000Z"),
        (["DTSTART:20240101T090000Z", "DTEND:20240101T080000Z"], "20240101T090000Z/20240101T090000Z"),
    ])
    func `RFC 5545 §3.8.2.2 an event whose end is not later than its start lasts a day, or no time`(
        lines: [String],
        span: String
    ) throws {
        let set = try RecurrenceSet(of: Fixture.resource(lines))
        let found = try set.instances(overlapping: UTCTime.distantPast..<UTCTime.distantFuture)
        #expect(found.map { "\($0.utcStart)/\($0.utcEnd)" } == [span])
    }
}
