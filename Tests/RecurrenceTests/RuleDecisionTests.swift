import Recurrence
import Testing

/// Where python-dateutil departs from RFC 5545, or RFC 5545 leaves a choice: the rule, the section and the answer.
@Suite("Recurrence rules beyond the oracle")
struct RuleDecisionTests {
    private func starts(_ lines: [String], in range: Range<UTCTime>? = nil) throws -> [String] {
        let set = try RecurrenceSet(of: Fixture.resource(lines))
        return try set.instances(overlapping: range ?? UTCTime.distantPast..<UTCTime.distantFuture).map(
            \.start.description
        )
    }

    @Test func `RFC 5545 §3.3.10 BYWEEKNO without a day takes the weekday of DTSTART`() throws {
        let found = try starts(["DTSTART:20240515T090000", "RRULE:FREQ=YEARLY;BYWEEKNO=20;COUNT=3"])
        #expect(found == ["20240515T090000", "20250514T090000", "20260513T090000"])
    }

    @Test func `RFC 5545 §3.3.10 BYSETPOS counts in the whole week of DTSTART`() throws {
        // The Monday of the first week is before DTSTART, a Wednesday, and still its first day.
        let rule = "RRULE:FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=2;COUNT=3"
        let found = try starts(["DTSTART:20240103T090000", rule])
        #expect(found == ["20240103T090000", "20240110T090000", "20240117T090000"])
    }

    @Test func `RFC 5545 §3.3.10 BYDAY with and without numbers is the union of both`() throws {
        let found = try starts(["DTSTART:20240101T090000", "RRULE:FREQ=MONTHLY;BYDAY=MO,1FR;COUNT=7"])
        let days = ["01", "05", "08", "15", "22", "29"].map { "202401\($0)T090000" }
        #expect(found == days + ["20240202T090000"])
    }

    @Test func `RFC 5545 §3.3.10 BYWEEKNO counted from the end has the days of week 1 in December`() throws {
        // Week 1 of 2026 begins on Monday, 29 December 2025; it has 53 weeks, so that week is its -53rd.
        let found = try starts(["DTSTART:20251229T090000", "RRULE:FREQ=YEARLY;BYWEEKNO=-53;BYDAY=MO;COUNT=2"])
        #expect(found == ["20251229T090000", "20311229T090000"])
    }

    @Test func `RFC 5545 §3.3.10 a time that the clock jumps over is read with the offset before the jump`() throws {
        let set = try RecurrenceSet(
            of: Fixture.resource(["DTSTART;TZID=America/New_York:20240309T023000", "RRULE:FREQ=DAILY;COUNT=3"])
        )
        let found = try set.instances(overlapping: UTCTime.distantPast..<UTCTime.distantFuture)
        #expect(found.map(\.utcStart.description) == ["20240309T073000Z", "20240310T073000Z", "20240311T063000Z"])
        #expect(found.map(\.recurrenceID.description)[1] == "20240310T023000")
        #expect(try set.contains(.zoned(found[1].recurrenceID.civil, zone: "America/New_York")))
    }

    @Test func `a time that is moved behind a jump and one that is there already are one instance`() throws {
        let rule = "RRULE:FREQ=HOURLY;UNTIL=20240310T090000Z"
        let found = try RecurrenceSet(of: Fixture.resource(["DTSTART;TZID=America/New_York:20240310T000000", rule]))
            .instances(overlapping: UTCTime.distantPast..<UTCTime.distantFuture)
        #expect(
            found.map { String($0.utcStart.description.dropFirst(9)) } == [
                "050000Z", "060000Z", "070000Z", "080000Z", "090000Z",
            ]
        )
    }

    @Test func `RFC 5545 §3.8.5.3 DTSTART is the first instance although the rule does not have it, and counts`() throws
    {
        let found = try starts(["DTSTART:20240101T090000", "RRULE:FREQ=WEEKLY;BYDAY=WE;COUNT=3"])
        #expect(found == ["20240101T090000", "20240103T090000", "20240110T090000"])
    }

    @Test(arguments: [
        ("DTSTART;TZID=Europe/Berlin:20240101T233000", "20240103T223000Z", 3),
        ("DTSTART;TZID=Europe/Berlin:20240101T233000", "20240103T222959Z", 2),
        ("DTSTART;TZID=Europe/Berlin:20240101T233000", "20240103", 3),
        ("DTSTART;TZID=Europe/Berlin:20240101T233000", "20240103T233000", 3),
        ("DTSTART:20240101T233000", "20240103T233000", 3), ("DTSTART:20240101T233000", "20240103T232959", 2),
        ("DTSTART:20240101T233000Z", "20240103", 3), ("DTSTART;VALUE=DATE:20240101", "20240103", 3),
        ("DTSTART;VALUE=DATE:20240101", "20240103T000000Z", 3), ("DTSTART;VALUE=DATE:20240101", "20231231", 1),
    ])
    func `RFC 5545 §3.3.10 UNTIL is inclusive in whatever form it is written`(
        start: String,
        until: String,
        count: Int
    ) throws {
        #expect(try starts([start, "RRULE:FREQ=DAILY;UNTIL=\(until)"]).count == count)
    }

    @Test func `RFC 5545 §3.3.10 times of day are ignored in a rule of whole days`() throws {
        let rule = "RRULE:FREQ=DAILY;BYHOUR=9,10;BYMINUTE=30;COUNT=2"
        #expect(try starts(["DTSTART;VALUE=DATE:20240101", rule]) == ["20240101", "20240102"])
    }

    @Test func `a rule of hours for whole days is refused with its line`() throws {
        let resource = try Fixture.resource(["DTSTART;VALUE=DATE:20240101", "RRULE:FREQ=HOURLY"])
        #expect(throws: RecurrenceError.invalidRule(.timesOfWholeDays(.hourly), line: 8)) {
            try RecurrenceSet(of: resource)
        }
    }

    @Test func `a rule ends with the year 9999`() throws {
        let found = try starts(["DTSTART:99981231T090000", "RRULE:FREQ=YEARLY"])
        #expect(found == ["99981231T090000", "99991231T090000"])
    }
}
