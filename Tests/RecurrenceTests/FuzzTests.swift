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
        for round in 0..<TestRounds.count(5_000) {
            let text = String(decoding: mutator.next(), as: UTF8.self)
            guard let rule = try? RecurrenceRule(parsing: text) else { continue }
            #expect((try? RecurrenceRule(parsing: rule.description)) == rule, "seed \(Self.seed), round \(round)")
        }
    }

    @Test func `mutated events have ordered instances within the budget, or a typed error`() {
        var mutator = Mutator(corpus: Self.events, seed: Self.seed)
        for round in 0..<TestRounds.count(3_000) {
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
        [
            "DTSTART;TZID=Somewhere:20231001T090000", "DTEND;TZID=Somewhere:20231001T100000", "RRULE:FREQ=DAILY",
            "END:VEVENT", "BEGIN:VEVENT", "UID:1@example.com", "DTSTAMP:20240101T000000Z",
            "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Somewhere:20231105T090000",
            "DTSTART;TZID=Somewhere:20231105T110000", "DURATION:P1DT1H",
            "END:VEVENT", "BEGIN:VEVENT", "UID:1@example.com", "DTSTAMP:20240101T000000Z",
            "RECURRENCE-ID;RANGE=THISANDFUTURE:20231120T140000Z", "DTSTART:20231119T140000Z",
        ],
    ].map(octets)

    @Test func `mutated time zones are refused with a sentence, or turn each local time to one that was meant`() throws
    {
        let zone = Fixture.component("VEVENT", ["DTSTART:20231101T000000Z"])
        let corpus = [Fixture.easternTime(named: "Somewhere"), Self.additions].map { Self.text($0 + zone) }
        var mutator = Mutator(corpus: corpus, seed: Self.seed)
        var read = 0
        for round in 0..<TestRounds.count(4_000) {
            guard let object = try? ICalendarObject(parsing: mutator.next()) else { continue }
            for component in object.calendar.components where component.isNamed("VTIMEZONE") {
                read += check(zone: component, in: object.calendar, round: round) ? 1 : 0
            }
        }
        #expect(read > 60, "seed \(Self.seed): \(read) zones were read")
    }

    /// Holds a zone against what RFC 5545 §3.3.5 says of any: a local time that a clock shows is the one that is read.
    private func check(zone: Component, in calendar: Component, round: Int) -> Bool {
        do throws(RecurrenceError) {
            let floating = try FloatingZone(definedBy: zone)
            let resolver = TimeZoneResolver(calendar: Component(name: "VCALENDAR"), floating: floating)
            for hour in 0..<100 {
                let time = UTCTime(secondsSinceEpoch: 1_000_000_000 + hour * 2_000_003)
                let civil = resolver.civil(time, in: "Nowhere")
                let read = resolver.utc(.floating(civil))
                let isSame = read <= time && resolver.civil(read, in: "Nowhere") == civil
                #expect(isSame, "seed \(Self.seed), round \(round): \(time) is \(civil), which is read as \(read)")
            }
            return true
        } catch {
            #expect(!error.description.isEmpty)
            return false
        }
    }

    private static let additions = [
        "BEGIN:VTIMEZONE", "TZID:Additions", "BEGIN:STANDARD", "DTSTART:19991031T030000",
        "RDATE:20001029T030000,20011028T030000,20021027T030000", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100",
        "END:STANDARD",
        "BEGIN:DAYLIGHT", "DTSTART:20000326T020000", "RDATE:20010325T020000,20020331T020000", "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200", "END:DAYLIGHT", "END:VTIMEZONE",
    ]

    private static func text(_ lines: [String]) -> [UInt8] {
        let all = ["BEGIN:VCALENDAR", "VERSION:2.0"] + lines + ["END:VCALENDAR", ""]
        return Array(all.joined(separator: "\r\n").utf8)
    }

    private static func octets(_ lines: [String]) -> [UInt8] {
        text(Fixture.easternTime(named: "Somewhere") + Fixture.component("VEVENT", lines))
    }
}
