import CalendarStore
import FoundationEssentials
import HummingbirdTesting
import SQLDatabase
import Testing

@testable import FrontService

@Suite struct OccurrenceIndexerTests {
    private let calendar = "/calendars/alice/calendar/"

    /// The candidates of a range of a calendar, and the objects whose spans are not complete for good.
    private struct Index {
        let candidates: [String]
        let incomplete: [String]
    }

    private func indexer(_ front: TestFront) -> OccurrenceIndexer {
        var schedule = IndexingSchedule()
        schedule.rest = .zero
        schedule.batchSize = 3
        return OccurrenceIndexer(dependencies: front.dependencies, schedule: schedule, logger: .silent)
    }

    /// Reads what the index says about some days from the front's instant.
    private func index(_ front: TestFront, days: Range<Int64>) async throws -> Index {
        let (store, now) = (front.dependencies.calendars, Int64(front.dependencies.now().timeIntervalSince1970))
        let uid = try #require(UserID(parsing: "alice"))
        let range = (now + days.lowerBound * 86_400)..<(now + days.upperBound * 86_400)
        return try await front.dependencies.database.read { txn in
            let home = try #require(try store.principal(uid, in: txn)).home
            let calendar = try #require(try store.calendar(named: "calendar", of: home, in: txn)).id
            let query = CandidateQuery(componentTypes: ["VEVENT"], range: range)
            let page = try store.candidateSummaries(for: query, in: calendar, limit: 1000, in: txn)
            let incomplete = try store.objectsToIndex(until: .max, limit: 1000, in: txn)
            return Index(candidates: page.candidates.map(\.name).sorted(), incomplete: incomplete.map(\.name).sorted())
        }
    }

    /// The instant of the front's clock is 14 November 2023, 22:13:20 UTC.
    private func event(_ uid: String, _ day: String, rule: String? = nil) -> String {
        TimedEvent.text(uid: uid, start: ":\(day)T120000Z", lines: rule.map { ["RRULE:" + $0] } ?? [])
    }

    @Test func `a PUT indexes what it stores, so that other ranges do not look at it`() async throws {
        try await TestFront.run { front in
            try await front.put(calendar + "once", event("once", "20231116"))
            try await front.put(calendar + "weekly", event("weekly", "20231001", rule: "FREQ=WEEKLY"))
            try await front.put(calendar + "ended", event("ended", "20200101", rule: "FREQ=DAILY;COUNT=5"))
            let soon = try await index(front, days: 0..<3)
            #expect(soon.candidates == ["once"])
            let year = try await index(front, days: 360..<368)
            #expect(year.candidates == ["weekly"])
            // Only the rule without end can have anything beyond the horizon.
            let decades = try await index(front, days: 20_000..<20_001)
            #expect(decades.candidates == ["weekly"])
            #expect(decades.incomplete == ["weekly"])
        }
    }

    @Test func `a PUT that replaces an object replaces what the index has of it`() async throws {
        try await TestFront.run { front in
            try await front.put(calendar + "a", event("a", "20231116"))
            try await front.put(calendar + "a", event("a", "20231216"))
            let before = try await index(front, days: 0..<3)
            #expect(before.candidates == [])
            let after = try await index(front, days: 31..<34)
            #expect(after.candidates == ["a"])
        }
    }

    @Test func `objects from before there was an index are indexed in the background, and only once`() async throws {
        try await TestFront.run { front in
            try await front.fill("calendar", names: (0..<10).map { "e\($0)" }, start: ":20231116T120000Z")
            let before = try await index(front, days: 100..<101)
            #expect(before.candidates.count == 10)
            let count = try await indexer(front).workOff()
            #expect(count == 10)
            let after = try await index(front, days: 100..<101)
            #expect(after.candidates == [] && after.incomplete == [])
            let there = try await index(front, days: 0..<3)
            #expect(there.candidates.count == 10)
            let again = try await indexer(front).workOff()
            #expect(again == 0)
        }
    }

    @Test func `as time passes the entries of rules without end are extended`() async throws {
        try await TestFront.run { front in
            try await front.put(calendar + "yearly", event("yearly", "20220301", rule: "FREQ=YEARLY"))
            let early = try await indexer(front).workOff()
            #expect(early == 0)
            front.clock.advance(by: 200 * 86_400)
            let late = try await indexer(front).workOff()
            #expect(late == 1)
            let again = try await indexer(front).workOff()
            #expect(again == 0)
            // 700 days ahead lies beyond what the PUT indexed; in that week there is no instance.
            let index = try await index(front, days: 693..<700)
            #expect(index.candidates == [])
        }
    }

    @Test func `a rule that costs too much for a PUT is left to the background, and found all the same`() async throws {
        try await TestFront.run { front in
            let rule = "FREQ=HOURLY;BYMINUTE=0,10,20,30,40,50;UNTIL=20240101T000000Z"
            try await front.put(calendar + "busy", event("busy", "20230601", rule: rule))
            let before = try await index(front, days: 1000..<1001)
            #expect(before.candidates == ["busy"])
            let count = try await indexer(front).workOff()
            #expect(count == 1)
            let after = try await index(front, days: 1000..<1001)
            #expect(after.candidates == [])
            let inside = try await index(front, days: 0..<1)
            #expect(inside.candidates == ["busy"])
        }
    }

    @Test func `stored data that cannot be read stays a candidate of every range, and is not looked at again`()
        async throws
    {
        try await TestFront.run { front in
            let (store, now) = (front.dependencies.calendars, front.dependencies.now())
            let uid = try #require(UserID(parsing: "alice"))
            try await front.dependencies.database.write { txn in
                let home = try #require(try store.principal(uid, in: txn)).home
                let calendar = try #require(try store.calendar(named: "calendar", of: home, in: txn)).id
                let new = NewCalendarObject(name: "x", uid: "x", componentType: "VEVENT", data: Array("rubbish".utf8))
                try store.put(new, in: calendar, now: now, in: txn)
            }
            let count = try await indexer(front).workOff()
            #expect(count == 1)
            let again = try await indexer(front).workOff()
            #expect(again == 0)
            let index = try await index(front, days: 500..<501)
            #expect(index.candidates == ["x"])
        }
    }

    @Test func `the service works until it is told to stop`() async throws {
        try await TestFront.run { front in
            try await front.fill("calendar", names: ["a"], start: ":20231116T120000Z")
            let service = indexer(front)
            let task = Task { await service.run() }
            while try await index(front, days: 100..<101).candidates != [] { await Task.yield() }
            task.cancel()
            await task.value
        }
    }
}
