import CalDAV
import ICalendar
import RandomTesting
import Recurrence
import Testing

@Suite struct OccurrenceSpansTests {
    private static let until = UTCTime(parsing: "20100101T000000Z") ?? .distantFuture

    private static func seconds(_ text: String) -> Int64 {
        Int64(UTCTime(parsing: text)?.secondsSinceEpoch ?? 0)
    }

    private func spans(_ name: String, _ lines: [String]) throws -> OccurrenceSpans {
        OccurrenceSpans(of: try CalendarText.resource(name, lines), until: Self.until)
    }

    @Test func `a single event has one span, complete for good`() throws {
        let spans = try spans("VEVENT", ["DTSTART:20060104T100000Z", "DURATION:PT1H"])
        let (start, end) = (Self.seconds("20060104T100000Z"), Self.seconds("20060104T110000Z"))
        #expect(spans.spans == [start - 1..<end + 1])
        #expect(spans.indexedUntil == nil)
    }

    @Test(arguments: [
        ["DTSTART:20060104T100000Z", "DURATION:PT1H"], ["DTSTART;VALUE=DATE:20060104", "RRULE:FREQ=WEEKLY"],
        ["DTSTART:20060104T100000", "RRULE:FREQ=DAILY;COUNT=3", "RDATE:20070101T000000", "EXDATE:20060105T100000"],
        ["DTSTART:20060104T100000Z", "RRULE:FREQ=SECONDLY"],
    ])
    func `times that were read before give the same spans`(lines: [String]) throws {
        let resource = try CalendarText.resource("VEVENT", lines)
        let set = try RecurrenceSet(of: resource)
        let budget = RecurrenceBudget(work: 5_000, instances: 500)
        let handed = OccurrenceSpans(of: resource, set, until: Self.until, budget: budget)
        #expect(handed == OccurrenceSpans(of: resource, until: Self.until, budget: budget))
    }

    @Test func `a weekly series has a span each week, up to the end of the index`() throws {
        let spans = try spans("VEVENT", ["DTSTART:20091201T100000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY"])
        #expect(spans.indexedUntil == Self.seconds("20100101T000000Z"))
        let before = spans.spans.filter { $0.lowerBound < Self.seconds("20100101T000000Z") }
        #expect(before.count == 5)
        #expect(zip(before, before.dropFirst()).allSatisfy { $1.lowerBound - $0.lowerBound == 7 * 86_400 })
    }

    @Test func `a series with an end is complete for good, even beyond the end of the index`() throws {
        let spans = try spans("VEVENT", ["DTSTART:20091201T100000Z", "RRULE:FREQ=YEARLY;COUNT=30"])
        #expect(spans.indexedUntil == nil)
        #expect(spans.spans.count == 30)
    }

    @Test func `what happens every day has one span in all`() throws {
        let spans = try spans("VEVENT", ["DTSTART:20060104T100000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY"])
        #expect(spans.spans.count == 1)
        #expect(spans.spans.first?.lowerBound == Self.seconds("20060104T100000Z") - 1)
    }

    @Test(arguments: [
        ["DTSTART:20060104T100000", "DURATION:PT1H"], ["DTSTART;TZID=Nowhere/At All:20060104T100000", "DURATION:PT1H"],
        ["DTSTART;VALUE=DATE:20060104"],
    ])
    func `a floating time has a span that every time zone is within`(lines: [String]) throws {
        let spans = try spans("VEVENT", lines)
        let span = try #require(spans.spans.first)
        #expect(span.lowerBound <= Self.seconds("20060104T000000Z") - 14 * 3_600)
        #expect(span.upperBound >= Self.seconds("20060104T110000Z") + 12 * 3_600)
    }

    @Test func `an alarm far from its event has a span of its own`() throws {
        let alarm = ["BEGIN:VALARM", "TRIGGER:-P1W", "END:VALARM"]
        let spans = try spans("VEVENT", ["DTSTART:20060114T100000Z"] + alarm)
        let time = Self.seconds("20060107T100000Z")
        #expect(spans.spans.count == 2)
        #expect(spans.spans.first == time - 1..<time + 1)
    }

    @Test func `the alarms of all instances cost work, and beyond the budget the object may match always`() throws {
        let alarm = ["BEGIN:VALARM", "TRIGGER:-PT5M", "REPEAT:1000", "DURATION:PT1M", "END:VALARM"]
        let lines = ["DTSTART:20060104T100000Z", "RRULE:FREQ=DAILY;COUNT=100"]
        let budget = RecurrenceBudget(work: 2_000, instances: 1_000)
        let few = try CalendarText.resource("VEVENT", lines + alarm + alarm)
        let many = try CalendarText.resource("VEVENT", lines + Array(repeating: alarm, count: 30).flatMap(\.self))
        #expect(OccurrenceSpans(of: few, until: Self.until, budget: budget) != .always)
        #expect(OccurrenceSpans(of: many, until: Self.until, budget: budget) == .always)
    }

    @Test func `what a component has beside its alarms is not looked through for each instance`() throws {
        let lines = ["DTSTART:20060104T100000Z", "RRULE:FREQ=DAILY;COUNT=100"]
        let others = (0..<6_400).map { "X-N\($0):1" }
        let budget = RecurrenceBudget(work: 2_000, instances: 1_000)
        let plain = OccurrenceSpans(of: try CalendarText.resource("VEVENT", lines), until: Self.until, budget: budget)
        let large = try CalendarText.resource("VEVENT", lines + others)
        #expect(OccurrenceSpans(of: large, until: Self.until, budget: budget) == plain)
        #expect(plain != .always)
    }

    @Test func `alarms before the end of the index are there for instances after it`() throws {
        let alarm = ["BEGIN:VALARM", "TRIGGER:-P1W", "END:VALARM"]
        let spans = try spans("VEVENT", ["DTSTART:20090105T100000Z", "RRULE:FREQ=YEARLY"] + alarm)
        #expect(spans.spans.contains { $0.contains(Self.seconds("20091229T100000Z")) })
    }

    @Test(arguments: [
        ([], Int64.min..<Int64.max), (["CREATED:20060104T100000Z"], seconds("20060103T100000Z")..<Int64.max),
    ])
    func `a to-do without dates may match always`(lines: [String], span: Range<Int64>) throws {
        #expect(try spans("VTODO", lines).spans == [span])
    }

    @Test func `a journal without a date has no span, nor has a component of another specification`() throws {
        #expect(try spans("VJOURNAL", ["SUMMARY:a"]).spans.isEmpty)
        #expect(try spans("X-THING", ["DTSTART:20060104T100000Z"]).spans.isEmpty)
    }

    @Test func `busy times have spans beside the one of the component`() throws {
        let lines = ["DTSTART:20060104T100000Z", "DTEND:20060104T110000Z", "FREEBUSY:20060204T100000Z/PT1H"]
        #expect(try spans("VFREEBUSY", lines).spans.count == 2)
    }

    @Test(arguments: [["RRULE:FREQ=SOMETIMES"], ["RRULE:FREQ=SECONDLY"], ["EXDATE:nonsense"]])
    func `an object that cannot be read, or has too many instances, may match always`(lines: [String]) throws {
        #expect(try spans("VEVENT", ["DTSTART:20060104T100000Z"] + lines) == .always)
    }
}

/// Random components and ranges: what a filter finds, the index has to find.
@Suite struct OccurrenceSpansPropertyTests {
    private static let seed: UInt64 = 4791
    private static let origin = 1_136_073_600
    private static let until = UTCTime(secondsSinceEpoch: origin + 60 * 86_400)

    @Test func `every range that a filter finds overlaps a span, or ends beyond the index`() throws {
        var random = SeededGenerator(seed: Self.seed)
        var found = 0
        for round in 0..<400 {
            let (name, lines) = Self.component(&random)
            let resource = try CalendarText.resource(name, lines)
            let spans = OccurrenceSpans(of: resource, until: Self.until)
            for _ in 0..<6 {
                let range = Self.range(&random)
                guard try Self.isFound(resource, name, range, &random) else { continue }
                found += 1
                let isCandidate = Self.isCandidate(spans, range)
                #expect(isCandidate, "seed \(Self.seed), round \(round): \(lines) in \(range)")
            }
        }
        #expect(found > 100, "seed \(Self.seed): too few ranges were found to say anything")
    }

    private static func isCandidate(_ spans: OccurrenceSpans, _ range: Range<UTCTime>) -> Bool {
        let (start, end) = (Int64(range.lowerBound.secondsSinceEpoch), Int64(range.upperBound.secondsSinceEpoch))
        let overlaps = spans.spans.contains { $0.lowerBound < end && $0.upperBound > start }
        return overlaps || spans.indexedUntil.map { $0 < end } ?? false
    }

    private static func isFound(
        _ resource: CalendarObjectResource,
        _ name: String,
        _ range: Range<UTCTime>,
        _ random: inout SeededGenerator
    ) throws -> Bool {
        let zones = [
            FloatingZone.utc, FloatingZone(named: "Pacific/Kiritimati"), FloatingZone(named: "Pacific/Pago_Pago"),
        ]
        let floating = zones.compactMap(\.self).randomElement(using: &random) ?? .utc
        let timed = ComponentFilter.Tests(timeRange: TimeRange(range))
        let isOfAlarm = name != "VJOURNAL" && Bool.random(using: &random)
        let tests = isOfAlarm ? .init(components: [ComponentFilter("VALARM", .isDefined(timed))]) : timed
        let filter = CalendarFilter(.init(components: [ComponentFilter(name, .isDefined(tests))]))
        return try filter.matches(resource, floating: floating)
    }

    private static func component(_ random: inout SeededGenerator) -> (name: String, lines: [String]) {
        let name = ["VEVENT", "VTODO", "VJOURNAL"].randomElement(using: &random) ?? "VEVENT"
        var lines: [String] = []
        let start = time(&random)
        if name == "VEVENT" || Bool.random(using: &random) { lines.append("DTSTART\(start)") }
        if name == "VTODO", lines.isEmpty { lines += todoLines(&random) }
        guard !lines.isEmpty, lines[0].hasPrefix("DTSTART") else { return (name, lines) }
        if name != "VJOURNAL", !start.contains("DATE"), Bool.random(using: &random) {
            lines.append("DURATION:PT\(Int.random(in: 0...60, using: &random))H")
        }
        let rules = [
            "FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=WEEKLY;COUNT=4", "FREQ=DAILY;INTERVAL=3;COUNT=20",
        ]
        if Bool.random(using: &random) { lines.append("RRULE:" + (rules.randomElement(using: &random) ?? rules[0])) }
        return (name, lines + alarm(&random))
    }

    private static func todoLines(_ random: inout SeededGenerator) -> [String] {
        ["DUE\(time(&random))", "COMPLETED:\(instant(&random))", "CREATED:\(instant(&random))"]
            .filter { _ in Bool.random(using: &random) }
    }

    private static func alarm(_ random: inout SeededGenerator) -> [String] {
        let triggers = ["-PT15M", "-P2W", "PT1H", "-P1DT3H"]
        let trigger = triggers.randomElement(using: &random) ?? triggers[0]
        return ["BEGIN:VALARM", "ACTION:AUDIO", "TRIGGER:\(trigger)", "REPEAT:3", "DURATION:PT5H", "END:VALARM"]
    }

    private static func instant(_ random: inout SeededGenerator) -> UTCTime {
        UTCTime(secondsSinceEpoch: origin + Int.random(in: 0...90 * 24, using: &random) * 3_600)
    }

    private static func time(_ random: inout SeededGenerator) -> String {
        let time = instant(&random)
        let (date, civil) = (time.civil.date, time.civil)
        let forms = [
            ";VALUE=DATE:\(date)", ":\(civil)", ":\(time)", ";TZID=Europe/Berlin:\(civil)", ";TZID=Nowhere:\(civil)",
        ]
        return forms.randomElement(using: &random) ?? forms[0]
    }

    private static func range(_ random: inout SeededGenerator) -> Range<UTCTime> {
        let start = instant(&random)
        return start..<start.adding(seconds: Int.random(in: 1...200, using: &random) * 1_800)
    }
}
