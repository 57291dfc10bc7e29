import ICalendar
import RandomTesting
import Recurrence
import Testing

@Suite("Overrides of an instance and all that follow")
struct FutureOverrideTests {
    private static let seed: UInt64 = 5_546
    private static let start = 1_704_099_600
    private static let day = 86_400

    private func time(day: Int, seconds: Int = 0) -> UTCTime {
        UTCTime(secondsSinceEpoch: Self.start + day * Self.day + seconds)
    }

    /// Returns a daily event, and overrides that move what follows on a day by some seconds.
    private func set(_ overrides: [(day: Int, shift: Int)]) throws -> RecurrenceSet {
        var components = Fixture.component("VEVENT", ["DTSTART:\(time(day: 0))", "DURATION:PT1H", "RRULE:FREQ=DAILY"])
        for (day, shift) in overrides {
            let identifier = "RECURRENCE-ID;RANGE=THISANDFUTURE:\(time(day: day))"
            components += Fixture.component("VEVENT", [identifier, "DTSTART:\(time(day: day, seconds: shift))"])
        }
        return try RecurrenceSet(of: Fixture.resource(components: components))
    }

    @Test func `RFC 5545 §3.8.4.4 each instance follows on the last override before it`() throws {
        var random = SeededGenerator(seed: Self.seed)
        for round in 0..<60 {
            let days = Set(
                (0..<Int.random(in: 0...30, using: &random)).map { _ in Int.random(in: 0...99, using: &random) }
            )
            let overrides = days.map { ($0, Int.random(in: -40_000...40_000, using: &random)) }
            let shifts = Dictionary(uniqueKeysWithValues: overrides)
            var iterator = try set(overrides.shuffled(using: &random)).makeIterator()
            var shift = 0
            for day in 0..<100 {
                shift = shifts[day] ?? shift
                let start = try iterator.next()?.utcStart
                #expect(start == time(day: day, seconds: shift), "seed \(Self.seed), round \(round), day \(day)")
            }
        }
    }

    @Test func `an instance tells of which component it is made, and what that states`() throws {
        let set = try set([(5, 3_600), (2, 60)])
        var iterator = set.makeIterator()
        var places: [Int] = []
        for _ in 0..<7 {
            let next = try iterator.next()
            let source = try #require(next).source
            places.append(source.place)
            #expect(source.stated == (source.place == 0 ? [.start, .duration] : [.start]))
        }
        #expect(places == [0, 0, 2, 2, 2, 1, 1])
    }
}
