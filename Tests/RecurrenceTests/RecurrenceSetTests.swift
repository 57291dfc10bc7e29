import ICalendar
import Recurrence
import Testing

@Suite("Recurrence sets")
struct RecurrenceSetTests {
    private static let always = UTCTime.distantPast..<UTCTime.distantFuture

    private func set(_ lines: [String], overrides: [[String]] = []) throws -> RecurrenceSet {
        let components = ([lines] + overrides).flatMap { Fixture.component("VEVENT", $0) }
        return try RecurrenceSet(of: Fixture.resource(components: components))
    }

    private func spans(_ set: RecurrenceSet) throws -> [String] {
        try set.instances(overlapping: Self.always).map { "\($0.utcStart)/\($0.utcEnd)" }
    }

    @Test func `RFC 5545 §3.6.1 an event with no end lasts no time, or the day of its DATE`() throws {
        #expect(try spans(set(["DTSTART:20240101T090000Z"])) == ["20240101T090000Z/20240101T090000Z"])
        let day = try set(["DTSTART;VALUE=DATE:20240101"])
        #expect(try spans(day) == ["20240101T000000Z/20240102T000000Z"])
        #expect(!day.isRecurring && !day.isUnbounded)
        #expect(try day.instances(overlapping: Self.always).first?.end == nil)
    }

    @Test func `RFC 5545 §3.8.5.3 a length by DTEND is exact, by DURATION it goes by the calendar`() throws {
        let start = "DTSTART;TZID=America/New_York:20240309T120000"
        let exact = try set([start, "DTEND;TZID=America/New_York:20240310T120000", "RRULE:FREQ=DAILY;COUNT=2"])
        #expect(try spans(exact) == ["20240309T170000Z/20240310T160000Z", "20240310T160000Z/20240311T150000Z"])
        let nominal = try set([start, "DURATION:P1D", "RRULE:FREQ=WEEKLY;COUNT=2"])
        #expect(try spans(nominal) == ["20240309T170000Z/20240310T160000Z", "20240316T160000Z/20240317T160000Z"])
        let hours = try set([start, "DURATION:PT24H", "RRULE:FREQ=WEEKLY;COUNT=1"])
        #expect(try spans(hours) == ["20240309T170000Z/20240310T170000Z"])
    }

    @Test func `a length in whole days stays in whole days`() throws {
        let found = try set(["DTSTART;VALUE=DATE:20240130", "DTEND;VALUE=DATE:20240202", "RRULE:FREQ=MONTHLY;COUNT=2"])
            .instances(overlapping: Self.always)
        #expect(found.map(\.end?.description) == ["20240202", "20240402"])
        #expect(found.map(\.recurrenceID.description) == ["20240130", "20240330"])
    }

    @Test func `RFC 5545 §3.8.5.2 RDATE adds times, dates and periods`() throws {
        let found = try spans(
            set([
                "DTSTART;TZID=Europe/Berlin:20240101T090000", "DTEND;TZID=Europe/Berlin:20240101T100000",
                "RDATE;TZID=Europe/Berlin:20240103T090000,20240101T090000", "RDATE:20240104T080000Z",
                "RDATE;VALUE=DATE:20240105",
                "RDATE;VALUE=PERIOD:20240106T080000Z/PT3H,20240107T080000Z/20240107T083000Z",
                "RDATE;VALUE=PERIOD;TZID=Europe/Berlin:20240103T090000/PT2H",
            ])
        )
        #expect(
            found == [
                "20240101T080000Z/20240101T090000Z", "20240103T080000Z/20240103T100000Z",
                "20240104T080000Z/20240104T090000Z", "20240105T080000Z/20240105T090000Z",
                "20240106T080000Z/20240106T110000Z", "20240107T080000Z/20240107T083000Z",
            ]
        )
    }

    @Test func `RFC 5545 §3.8.5.1 EXDATE excludes the same instant in any zone, and a DATE its whole day`() throws {
        let found = try set([
            "DTSTART;TZID=Europe/Berlin:20240101T090000", "RRULE:FREQ=DAILY;COUNT=6", "EXDATE:20240102T080000Z",
            "EXDATE;TZID=Europe/Berlin:20240103T090000,20240104T100000", "EXDATE;VALUE=DATE:20240105",
            "EXDATE;TZID=Asia/Tokyo:20240101T170000",
        ]).instances(overlapping: Self.always)
        #expect(found.map(\.start.description) == ["20240104T090000", "20240106T090000"])
    }

    @Test func `RFC 5545 §3.8.5.1 EXDATE and RDATE in a series of whole days are days in any form`() throws {
        let found = try set([
            "DTSTART;VALUE=DATE:20240101", "RRULE:FREQ=DAILY;COUNT=5", "EXDATE;VALUE=DATE:20240102",
            "EXDATE:20240103T000000Z", "EXDATE;TZID=Asia/Tokyo:20240104T000000", "RDATE:20240110T120000",
        ]).instances(overlapping: Self.always)
        #expect(found.map(\.start.description) == ["20240101", "20240105", "20240110"])
    }

    @Test func `RFC 2445 §4.8.5.2 EXRULE excludes what it has`() throws {
        let found = try set([
            "DTSTART:20240101T090000Z", "RRULE:FREQ=DAILY;COUNT=10", "EXRULE:FREQ=WEEKLY;BYDAY=TU,TH,SA,SU",
        ]).instances(overlapping: Self.always)
        #expect(found.map { $0.utcStart.civil.date.day } == [1, 3, 5, 8, 10])
    }

    @Test func `several rules are a union`() throws {
        let set = try set([
            "DTSTART:20240101T090000Z", "RRULE:FREQ=DAILY;COUNT=3", "RRULE:FREQ=DAILY;INTERVAL=2;COUNT=3",
        ])
        #expect(try set.instances(overlapping: Self.always).map { $0.utcStart.civil.date.day } == [1, 2, 3, 5])
    }

    @Test func `RFC 5545 §3.8.4.4 an override takes the place of its instance, wherever it went`() throws {
        let set = try set(
            ["DTSTART;TZID=Europe/Berlin:20240101T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=3"],
            overrides: [
                ["RECURRENCE-ID:20240102T080000Z", "DTSTART:20230601T100000Z", "DURATION:PT2H", "SUMMARY:Moved"]
            ]
        )
        let found = try set.instances(overlapping: Self.always)
        #expect(found.map(\.utcStart.description) == ["20230601T100000Z", "20240101T080000Z", "20240103T080000Z"])
        #expect(found.map(\.isOverride) == [true, false, false])
        #expect(found[0].component.first("SUMMARY")?.value == "Moved")
        #expect(found[0].recurrenceID == .utc(try #require(UTCTime(parsing: "20240102T080000Z"))))
        var iterator = set.makeIterator(from: found[2].utcStart)
        let first = try iterator.next()
        #expect(first?.isOverride == true)
    }

    @Test func `an override that the rules do not have is an instance, as is one without a master`() throws {
        let override = ["RECURRENCE-ID:20240110T090000Z", "DTSTART:20240110T090000Z"]
        let withMaster = try set(["DTSTART:20240101T090000Z", "RRULE:FREQ=DAILY;COUNT=2"], overrides: [override])
        #expect(try withMaster.instances(overlapping: Self.always).count == 3)
        let alone = try RecurrenceSet(of: Fixture.resource(override))
        #expect(try alone.instances(overlapping: Self.always).count == 1)
        #expect(alone.isRecurring)
        #expect(try alone.contains(.utc(#require(UTCTime(parsing: "20240110T090000Z")))))
        #expect(try !alone.contains(.utc(#require(UTCTime(parsing: "20240111T090000Z")))))
    }

    @Test func `RFC 5545 §3.2.13 THISANDFUTURE moves the instance and all that follow, with its length`() throws {
        let set = try set(
            ["DTSTART;TZID=America/New_York:20240301T090000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=5"],
            overrides: [
                [
                    "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=America/New_York:20240308T090000",
                    "DTSTART;TZID=America/New_York:20240308T110000", "DURATION:PT30M", "SUMMARY:Later",
                ],
                ["RECURRENCE-ID;TZID=America/New_York:20240322T090000", "DTSTART:20240322T200000Z"],
            ]
        )
        let found = try set.instances(overlapping: Self.always)
        #expect(
            found.map { "\($0.utcStart)/\($0.utcEnd)" } == [
                "20240301T140000Z/20240301T150000Z", "20240308T160000Z/20240308T163000Z",
                "20240315T150000Z/20240315T153000Z", "20240322T200000Z/20240322T200000Z",
                "20240329T150000Z/20240329T153000Z",
            ]
        )
        #expect(found.map(\.isOverride) == [false, true, false, true, false])
        #expect(found[2].component.first("SUMMARY")?.value == "Later")
        #expect(found[2].recurrenceID.description == "20240315T090000")
    }

    @Test func `a THISANDFUTURE override that moves by months is found in a window far from its rule`() throws {
        let set = try set(
            ["DTSTART:20240101T090000Z", "RRULE:FREQ=WEEKLY"],
            overrides: [["RECURRENCE-ID;RANGE=THISANDFUTURE:20240108T090000Z", "DTSTART:20240608T090000Z"]]
        )
        let lower = try #require(UTCTime(parsing: "20300601T000000Z"))
        let found = try set.instances(overlapping: lower..<lower.adding(seconds: 14 * 86_400))
        #expect(found.map(\.start.description) == ["20300601T090000Z", "20300608T090000Z"])
    }

    @Test func `an instance that began before a range and ends in it meets the range`() throws {
        let set = try set(["DTSTART:20240101T000000Z", "DURATION:P10D", "RRULE:FREQ=MONTHLY"])
        let lower = try #require(UTCTime(parsing: "20500110T120000Z"))
        #expect(try set.instances(overlapping: lower..<lower.adding(seconds: 1)).count == 1)
        let end = try #require(UTCTime(parsing: "20500111T000000Z"))
        #expect(try set.instances(overlapping: end..<end.adding(seconds: 1)).isEmpty)
    }

    @Test(
        arguments: [
            ("20240102T080000Z", nil, true), ("20240102T090000", "Europe/Berlin", true),
            ("20240102T170000", "Asia/Tokyo", true),
            ("20240102", nil, true), ("20240102T090000", nil, false), ("20240103T080000Z", nil, false),
            ("20240105T080000Z", nil, false), ("20231231T080000Z", nil, false), ("20240106T120000Z", nil, true),
        ] as [(String, String?, Bool)]
    )
    func `RFC 5545 §3.8.4.4 a recurrence ID names an instance in any form`(
        value: String,
        zone: String?,
        isMember: Bool
    ) throws {
        let set = try set([
            "DTSTART;TZID=Europe/Berlin:20240101T090000", "RRULE:FREQ=DAILY;COUNT=4",
            "EXDATE;TZID=Europe/Berlin:20240103T090000", "RDATE:20240106T120000Z",
        ])
        #expect(try set.contains(#require(CalendarTime(parsing: value, zone: zone))) == isMember)
    }

    @Test func `RFC 5545 §3.6.2 a to-do goes by DTSTART and DUE, or by DUE alone`() throws {
        let both = try RecurrenceSet(
            of: Fixture.resource(
                components: Fixture.component(
                    "VTODO",
                    ["DTSTART:20240101T090000Z", "DUE:20240101T170000Z", "RRULE:FREQ=DAILY;COUNT=2"]
                )
            )
        )
        #expect(try spans(both) == ["20240101T090000Z/20240101T170000Z", "20240102T090000Z/20240102T170000Z"])
        let due = try RecurrenceSet(
            of: Fixture.resource(components: Fixture.component("VTODO", ["DUE:20240101T170000Z"]))
        )
        #expect(try spans(due) == ["20240101T170000Z/20240101T170000Z"])
        let none = try RecurrenceSet(of: Fixture.resource(components: Fixture.component("VTODO", [])))
        #expect(try spans(none).isEmpty)
    }

    @Test(arguments: [
        ("RRULE:FREQ=NEVER", RecurrenceError.invalidRule(.malformed(part: "FREQ"), line: 8)),
        ("RDATE:20240101T090000Z,tomorrow", .invalidValue(property: "RDATE", line: 8)),
        ("RDATE;VALUE=PERIOD:20240101T090000Z/later", .invalidValue(property: "RDATE", line: 8)),
        ("EXDATE:20240230", .invalidValue(property: "EXDATE", line: 8)),
        ("DURATION:1H", .invalidValue(property: "DURATION", line: 8)),
    ])
    func `a malformed value is refused with its line`(line: String, error: RecurrenceError) {
        #expect(throws: error) { try set(["DTSTART:20240101T090000Z", line]) }
        #expect(error.description.hasPrefix("Line 8: "))
    }

    @Test func `floating times are read in the zone that is given`() throws {
        let resource = try Fixture.resource(["DTSTART:20240309T020000", "RRULE:FREQ=DAILY;COUNT=2"])
        let zone = try #require(FloatingZone(named: "America/New_York"))
        let found = try RecurrenceSet(of: resource, floating: zone).instances(overlapping: Self.always)
        #expect(found.map(\.utcStart.description) == ["20240309T070000Z", "20240310T070000Z"])
        #expect(found.map(\.start.description) == ["20240309T020000", "20240310T020000"])
    }
}
