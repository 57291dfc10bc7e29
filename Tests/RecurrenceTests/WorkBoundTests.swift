import Recurrence
import Testing

@Suite("The bound on work")
struct WorkBoundTests {
    private static let budget = RecurrenceBudget(work: 20_000, instances: 1_000)

    /// Walks a set to its end and counts the instances.
    private func walk(_ set: RecurrenceSet) throws -> Int {
        var iterator = set.makeIterator(budget: Self.budget)
        var count = 0
        while try iterator.next() != nil { count += 1 }
        return count
    }

    @Test(arguments: [
        "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30;BYHOUR=3",
        "FREQ=HOURLY;INTERVAL=24;BYHOUR=5", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31", "FREQ=SECONDLY;BYSETPOS=2;BYSECOND=1",
        "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=2",
        "FREQ=SECONDLY;INTERVAL=86400;BYHOUR=1;BYMINUTE=1;BYSECOND=1",
    ])
    func `a rule that never has a time ends with an error within the bound`(rule: String) throws {
        let set = try RecurrenceSet(of: Fixture.resource(["DTSTART:20240101T000000Z", "RRULE:\(rule)"]))
        #expect(throws: RecurrenceError.tooMuchWork(limit: 20_000)) { try walk(set) }
    }

    @Test(arguments: ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31;BYMONTH=2"])
    func `a rule of years and months that never has a time ends by itself`(rule: String) throws {
        let set = try RecurrenceSet(of: Fixture.resource(["DTSTART:20240101T000000Z", "RRULE:\(rule)"]))
        #expect(try set.instances(overlapping: UTCTime.distantPast..<UTCTime.distantFuture).count == 1)
    }

    @Test(arguments: [
        "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31",
        "FREQ=HOURLY;INTERVAL=24;BYHOUR=5",
    ])
    func `in a bounded range it is empty instead`(rule: String) throws {
        let set = try RecurrenceSet(of: Fixture.resource(["DTSTART:20240101T000000Z", "RRULE:\(rule)"]))
        let lower = try #require(UTCTime(parsing: "20440101T000000Z"))
        let range = lower..<lower.adding(seconds: 31 * 86_400)
        #expect(try set.instances(overlapping: range, budget: Self.budget).isEmpty)
    }

    @Test func `an instance is found by its name without those that last until then`() throws {
        let set = try RecurrenceSet(
            of: Fixture.resource([
                "DTSTART:20240101T000000Z", "DTEND:20240719T000000Z", "RRULE:FREQ=MINUTELY",
                "EXDATE:20250101T000100Z",
            ])
        )
        var meter = WorkMeter(RecurrenceBudget(work: 100, instances: 0))
        let named = try #require(CalendarTime(parsing: "20250101T000000Z", zone: nil))
        let found = try set.instance(named: named, &meter)
        #expect(found?.recurrenceID == named)
        for other in ["20250101T000030Z", "20250101T000100Z"] {
            let time = try #require(CalendarTime(parsing: other, zone: nil))
            #expect(try set.instance(named: time, &meter) == nil)
        }
        #expect(meter.work > 0)
    }

    @Test func `an unbounded set in an unbounded range is too much`() throws {
        let set = try RecurrenceSet(of: Fixture.resource(["DTSTART:20240101T000000Z", "RRULE:FREQ=DAILY"]))
        #expect(throws: RecurrenceError.tooManyInstances(limit: 1_000)) {
            try set.instances(overlapping: UTCTime.distantPast..<UTCTime.distantFuture, budget: Self.budget)
        }
    }

    @Test func `a COUNT that has to be walked is too much when it is far`() throws {
        let lines = ["DTSTART:20240101T000000Z", "RRULE:FREQ=SECONDLY;COUNT=999999999"]
        let set = try RecurrenceSet(of: Fixture.resource(lines))
        let lower = try #require(UTCTime(parsing: "20440101T000000Z"))
        #expect(throws: RecurrenceError.tooMuchWork(limit: 20_000)) {
            try set.instances(overlapping: lower..<lower.adding(seconds: 60), budget: Self.budget)
        }
    }

    @Test(arguments: [
        ("FREQ=SECONDLY", 15_000), ("FREQ=MINUTELY;BYHOUR=9", 300), ("FREQ=DAILY", 30),
        ("FREQ=WEEKLY;BYDAY=MO,FR", 60),
        ("FREQ=MONTHLY;BYDAY=-1FR", 70), ("FREQ=YEARLY;BYDAY=20MO", 740), ("FREQ=YEARLY", 10),
    ])
    func `a window 50 years on costs what it holds`(rule: String, most: Int) throws {
        let set = try RecurrenceSet(of: Fixture.resource(["DTSTART:20240101T090000Z", "RRULE:\(rule)"]))
        let time = try #require(UTCTime(parsing: "20740101T090000Z"))
        let budget = RecurrenceBudget(work: most, instances: most)
        var iterator = set.makeIterator(from: time, before: time.adding(seconds: 3_600), budget: budget)
        while let instance = try iterator.next() { #expect(instance.utcStart >= time) }
        #expect((1...most).contains(iterator.work))
    }

    @Test func `a rule with each second of a year costs no more than its days`() throws {
        let all = { (count: Int) in (0..<count).map(\.description).joined(separator: ",") }
        let rule = "FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYHOUR=\(all(24));BYMINUTE=\(all(60));BYSECOND=\(all(60))"
        let set = try RecurrenceSet(of: Fixture.resource(["DTSTART:20240101T000000Z", "RRULE:\(rule);BYSETPOS=-1"]))
        let found = try set.instances(overlapping: UTCTime.distantPast..<#require(UTCTime(parsing: "20260101T000000Z")))
        #expect(found.map(\.utcStart.description) == ["20240101T000000Z", "20241231T235959Z", "20251231T235959Z"])
    }
}
