import ICalendar
import RandomTesting
import Recurrence
import Testing

@Suite("Recurrence with malformed data")
struct FuzzTests {
    private static let seed: UInt64 = 5_545
    private static let budget = RecurrenceBudget(work: 3_000, instances: 200)

    @Test func `mutated rules are read to the same rule again, or refused`() {
        var mutator = Mutator(corpus: RFCExample.all.map { Array($0.rule.utf8) }, seed: Self.seed)
        for round in 0..<5_000 {
            let text = String(decoding: mutator.next(), as: UTF8.self)
            guard let rule = try? RecurrenceRule(parsing: text) else { continue }
            #expect((try? RecurrenceRule(parsing: rule.description)) == rule, "seed \(Self.seed), round \(round)")
        }
    }

    @Test func `mutated events have ordered instances within the budget, or a typed error`() {
        var mutator = Mutator(corpus: Self.events, seed: Self.seed)
        for round in 0..<3_000 {
            guard let resource = try? CalendarObjectResource(parsing: mutator.next()) else { continue }
            check(resource, round: round)
        }
    }

    private func check(_ resource: CalendarObjectResource, round: Int) {
        let lower = UTCTime(secondsSinceEpoch: 1_700_000_000)
        let range = lower..<lower.adding(seconds: 40 * 86_400)
        do throws(RecurrenceError) {
            let set = try RecurrenceSet(of: resource)
            let found = try set.instances(overlapping: range, budget: Self.budget)
            #expect(found.count <= Self.budget.instances, "seed \(Self.seed), round \(round)")
            #expect(found.allSatisfy { $0.utcStart <= $0.utcEnd && $0.overlaps(range) }, "round \(round)")
            #expect(zip(found, found.dropFirst()).allSatisfy { $0.utcStart <= $1.utcStart }, "round \(round)")
            for instance in found.prefix(3) { _ = set.expanded(instance) }
        } catch {
            #expect(!error.description.isEmpty)
        }
    }

    private static let events: [[UInt8]] = [
        ["DTSTART;TZID=Somewhere:20231101T013000", "DURATION:P1DT2H", "RRULE:FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=0,30"],
        ["DTSTART;VALUE=DATE:20200229", "DTEND;VALUE=DATE:20200302", "RRULE:FREQ=YEARLY;BYMONTHDAY=-1;BYMONTH=2,11"],
        [
            "DTSTART:20230901T090000Z", "RRULE:FREQ=MINUTELY;INTERVAL=90;BYDAY=MO,TU", "EXRULE:FREQ=HOURLY;INTERVAL=3",
            "RDATE;VALUE=PERIOD:20231115T000000Z/PT3H,20231116T000000Z/20231117T000000Z", "EXDATE;VALUE=DATE:20231120",
        ],
        [
            "DTSTART:20230901T090000", "RRULE:FREQ=MONTHLY;BYDAY=-1FR,2WE;BYSETPOS=1,-1;COUNT=40",
            "EXDATE:20231124T090000",
        ],
    ].map(octets)

    private static func octets(_ lines: [String]) -> [UInt8] {
        var text = ["BEGIN:VCALENDAR", "VERSION:2.0"]
        text += Fixture.easternTime(named: "Somewhere")
        text += Fixture.component("VEVENT", lines)
        text += ["END:VCALENDAR", ""]
        return Array(text.joined(separator: "\r\n").utf8)
    }
}
