import ICalendar
import ManagedAttachments
import Testing

/// What rid may name, and what it may cost to find out.
@Suite("Instances that rid names")
struct InstanceLookupTests {
    private func add(_ rid: [String], to resource: CalendarObjectResource) throws -> AttachmentPlan {
        try Sample.planner().add(
            try Sample.attachment("new"),
            to: resource,
            as: .none,
            instances: try InstanceSelection(parsing: rid.joined(separator: ",")),
            now: Sample.now
        )
    }

    private static let weekdays = [
        "DTSTART;TZID=Europe/Berlin:20240101T090000", "RRULE:FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20240131T080000Z",
        "EXDATE;TZID=Europe/Berlin:20240103T090000", "RDATE:20240210T080000Z",
    ]

    @Test(arguments: [
        ("20240106T090000", "the rule does not have it"), ("20240103T090000", "EXDATE excludes it"),
        ("20231229T090000", "it is before DTSTART"), ("20240201T090000", "it is after UNTIL"),
        ("20240102T090001", "it is another time"), ("20240102T080000Z", "it is the instant in UTC"),
        ("20240102", "it is the day"), ("20240230T090000", "there is no such day"),
        ("20240210T080000Z", "it is as RDATE has it, and not as RECURRENCE-ID"),
        ("20240102T090060", "it is another way to say 09:00:59"),
    ])
    func `RFC 8607 §3.3.2 rid must name an instance of the recurrence set as RECURRENCE-ID would`(
        rid: String,
        reason: Comment
    ) throws {
        let series = try Sample.resource(of: Self.weekdays)
        #expect(throws: ManagedAttachmentViolation.validRID(.unknown(rid)), reason) { try add([rid], to: series) }
        #expect(
            try add(["20240102T090000", "20240131T090000", "20240210T090000"], to: series).calendar.lines.count == 4
        )
    }

    @Test(arguments: [
        (["DTSTART:20240102T120000Z", "RRULE:FREQ=DAILY"], "20240103T120000"),
        (["DTSTART:20240102T120000", "RRULE:FREQ=DAILY"], "20240103T120000Z"),
        (["DTSTART;VALUE=DATE:20240102", "RRULE:FREQ=DAILY"], "20240103T000000"),
        (["DTSTART;VALUE=DATE:20240102", "RRULE:FREQ=DAILY"], "20240103T000000Z"),
    ])
    func `RFC 8607 §3.3.2 rid has the form of RECURRENCE-ID, without any conversion`(
        lines: [String],
        rid: String
    ) throws {
        let series = try Sample.resource(of: lines)
        #expect(throws: ManagedAttachmentViolation.validRID(.unknown(rid))) { try add([rid], to: series) }
    }

    @Test func `an event that does not recur has a master and no instances`() throws {
        let event = try Sample.event()
        #expect(throws: ManagedAttachmentViolation.validRID(.unknown("20240102T120000Z"))) {
            try add(["20240102T120000Z"], to: event)
        }
        #expect(try add(["M"], to: event).calendar.attachLines == [[Sample.attach("new")]])
    }

    @Test func `RFC 8607 §3.3.2 M needs a component without RECURRENCE-ID`() throws {
        let invited = try Sample.resource(of: ["RECURRENCE-ID:20240103T120000Z", "DTSTART:20240103T120000Z"])
        #expect(throws: ManagedAttachmentViolation.validRID(.unknown("M"))) { try add(["m"], to: invited) }
        #expect(throws: ManagedAttachmentViolation.validRID(.unknown("20240104T120000Z"))) {
            try add(["20240104T120000Z"], to: invited)
        }
        #expect(try add(["20240103T120000Z"], to: invited).calendar.attachLines == [[Sample.attach("new")]])
    }

    @Test func `an override is named as it is stored, and its instance gets no second component`() throws {
        let series = try Sample.resource(
            of: ["DTSTART;TZID=Europe/Berlin:20240101T090000", "RRULE:FREQ=DAILY"],
            ["RECURRENCE-ID:20240102T080000Z", "DTSTART:20240102T100000Z"]
        )
        #expect(throws: ManagedAttachmentViolation.validRID(.unknown("20240102T090000"))) {
            try add(["20240102T090000"], to: series)
        }
        let plan = try add(["20240102T080000Z"], to: series)
        #expect(plan.calendar.attachLines == [[], [Sample.attach("new")]])
    }

    @Test func `an instance that only its override has can be named`() throws {
        let series = try Sample.resource(
            of: ["DTSTART:20240101T090000Z", "RRULE:FREQ=DAILY;COUNT=2"],
            ["RECURRENCE-ID:20240110T090000Z", "DTSTART:20240110T090000Z"]
        )
        #expect(try add(["20240110T090000Z"], to: series).calendar.attachLines == [[], [Sample.attach("new")]])
    }

    @Test(arguments: [
        ("RRULE:FREQ=SECONDLY", "99991231T235959Z"),
        ("RRULE:FREQ=DAILY;BYHOUR=12;BYMINUTE=0;BYSECOND=0", "99991231T120000Z"),
        ("RRULE:FREQ=MONTHLY;BYDAY=-1FR", "99991231T120000Z"),
    ])
    func `an instance far in the future of an unbounded rule is found without the way there`(
        rule: String,
        rid: String
    ) throws {
        let series = try Sample.resource(of: ["DTSTART:20240102T120000Z", rule])
        let plan = try add([rid], to: series)
        #expect(plan.calendar.lines.last?.contains("RECURRENCE-ID:\(rid)") == true)
    }

    @Test func `an instance of a dense rule is found, however long each instance lasts`() throws {
        let series = try Sample.resource(
            of: ["DTSTART:20240101T000000Z", "DTEND:20240719T000000Z", "RRULE:FREQ=MINUTELY"]
        )
        let rid = (0..<10).map { "20250101T000\($0)00Z" }
        #expect(try add(rid, to: series).calendar.lines.count == 11)
    }

    @Test func `a search that costs too much is refused`() throws {
        let series = try Sample.resource(of: ["DTSTART:20240102T120000Z", "RRULE:FREQ=SECONDLY;COUNT=999999999"])
        #expect(throws: ManagedAttachmentViolation.validRID(.tooCostly)) { try add(["20440102T120000Z"], to: series) }
        #expect(try add(["20240102T120001Z"], to: series).calendar.lines.count == 2)
    }

    @Test func `all items of one rid share one budget`() throws {
        let series = try Sample.resource(of: ["DTSTART;VALUE=DATE:19600101", "RRULE:FREQ=DAILY;COUNT=30000"])
        let far = (1...20).map { "204001\($0 < 10 ? "0" : "")\($0)" }
        #expect(try add([far[0]], to: series).calendar.lines.count == 2)
        #expect(throws: ManagedAttachmentViolation.validRID(.tooCostly)) { try add(far, to: series) }
    }

    @Test(arguments: ["RDATE", "EXDATE"])
    func `so many times of RDATE or EXDATE that to read them costs too much are refused`(name: String) throws {
        let times = Array(repeating: "20240201", count: 200_001).joined(separator: ",")
        let series = try Sample.resource(of: ["DTSTART;VALUE=DATE:20240102", "RRULE:FREQ=DAILY", "\(name):\(times)"])
        #expect(throws: ManagedAttachmentViolation.validRID(.tooCostly)) { try add(["20240103"], to: series) }
    }

    @Test func `RFC 5545 §3.3.5 an RDATE at the second of two equal times of day has no RECURRENCE-ID`() throws {
        let series = try Sample.resource(
            of: ["DTSTART;TZID=Europe/Berlin:20261001T023000", "RDATE:20261025T013000Z,20261026T013000Z"]
        )
        #expect(throws: ManagedAttachmentViolation.validRID(.unknown("20261025T023000"))) {
            try add(["20261025T023000"], to: series)
        }
        #expect(try add(["20261026T023000"], to: series).calendar.lines.count == 2)
    }

    @Test(arguments: [
        ("DTSTART:20240101T090000Z", "20240106T090000Z/P9999999W", "20240106T090000Z"),
        ("DTSTART:20240101T090000Z", "20240106T090000Z/P999999W", "20240106T090000Z"),
        ("DTSTART;VALUE=DATE:20240101", "20240106/20240108", "20240106"),
    ])
    func `RFC 5545 §3.8.2.5 an instance whose PERIOD no DURATION can say is refused`(
        start: String,
        period: String,
        rid: String
    ) throws {
        let series = try Sample.resource(of: [start, "RDATE;VALUE=PERIOD:\(period)"])
        #expect(throws: ManagedAttachmentViolation.validRID(.unknown(rid))) { try add([rid], to: series) }
    }

    @Test func `an instance whose end no value can say is refused`() throws {
        let series = try Sample.resource(
            of: ["DTSTART:20240101T230000Z", "DTEND:20240102T010000Z", "RRULE:FREQ=DAILY"]
        )
        #expect(throws: ManagedAttachmentViolation.validRID(.unknown("99991231T230000Z"))) {
            try add(["99991231T230000Z"], to: series)
        }
    }

    @Test func `RFC 8607 §3.11.1 what rid adds counts towards max-resource-size before it is made`() throws {
        let series = try Sample.resource(
            of: [
                "DTSTART;VALUE=DATE:20240101", "RRULE:FREQ=DAILY", "DESCRIPTION:\(String(repeating: "x", count: 900))",
            ]
        )
        let planner = try Sample.planner(maximumResourceSize: 10_000)
        let days = { (count: Int) in
            InstanceSelection.only((11..<11 + count).map { .recurrenceID("202401\($0)") })
        }
        let new = try Sample.attachment("new")
        let plan = try planner.add(new, to: series, as: .none, instances: days(8), now: Sample.now)
        #expect(plan.calendar.lines.count == 9)
        #expect(throws: ManagedAttachmentViolation.maxResourceSize(limit: 10_000)) {
            try planner.add(new, to: series, as: .none, instances: days(15), now: Sample.now)
        }
    }
}
