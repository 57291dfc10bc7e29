import CalendarStore
import MetadataStoreTesting
import SQLDatabase
import Testing

struct CandidateCostTests {
    private static let period: Int64 = 7200
    private static let repetitions: Int64 = 100

    @Test func `RFC 4791 §9.9 the rows that a time range reads do not grow with the calendar`() async throws {
        try await CalendarFixture.with(.sqlite) { fixture in
            try await fixture.database.write { txn in
                var costs: [Cost] = []
                for objects in [20, 200, 1000] as [Int64] {
                    let calendar = try Self.makeCalendar(of: objects, fixture, txn)
                    costs.append(try Self.cost(ofTwentyIn: calendar, objects: objects, fixture, txn))
                }
                #expect(costs.map(\.candidates) == [20, 20, 20])
                // Incomplete objects, the only run of the index, its twenty entries, and that there is no other class
                // and no other type.
                #expect(costs.map(\.statements) == [5, 5, 5])
                #expect(costs.map(\.rows) == [21, 21, 21])
                // The range of the index that the search walks: the twenty, and what may reach in from before.
                #expect(costs.allSatisfy { $0.indexed <= 21 }, "\(costs)")
                let total = try txn.first("SELECT COUNT(*) AS n FROM calendar_occurrence")?.integer("n")
                #expect(total == 122_000)
            }
        }
    }

    /// What one query costs.
    private struct Cost {
        let candidates: Int
        let statements: Int
        let rows: Int
        let indexed: Int64
    }

    /// Makes a calendar with an hour's occurrence every two hours, a hundred of each object.
    private static func makeCalendar(
        of objects: Int64,
        _ fixture: CalendarFixture,
        _ txn: any SQLTransaction
    ) throws -> CalendarID {
        let new = NewCalendar(
            name: "\(objects)",
            components: ["VEVENT"],
            properties: CalendarProperties(displayName: "")
        )
        let calendar = try fixture.store.createCalendar(new, in: fixture.alice.home, now: .sample(), in: txn).id
        for object in 0..<objects {
            let start = object * period
            let entry = OccurrenceIndexEntry(spans: [start..<start + 3600], indexedUntil: nil)
            let sample = NewCalendarObject.sample("\(object)", uid: "\(object)", occurrences: entry)
            try fixture.store.put(sample, in: calendar, now: .sample(), in: txn)
        }
        try repeatOccurrences(of: calendar, every: objects * period, txn)
        return calendar
    }

    /// Repeats the one span of each object at equal distances, with the columns that the store would give them.
    private static func repeatOccurrences(
        of calendar: CalendarID,
        every step: Int64,
        _ txn: any SQLTransaction
    ) throws {
        try txn.execute(
            """
            WITH RECURSIVE repetition (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM repetition WHERE n + 1 < ?)
            INSERT INTO calendar_occurrence (number, starts, ends, previous, class, calendar, component_type)
            SELECT x.number, x.starts + n * ?, x.ends + n * ?, x.ends + (n - 1) * ?, x.class, x.calendar,
                x.component_type
            FROM calendar_occurrence x CROSS JOIN repetition WHERE x.calendar = ?
            """,
            [.integer(repetitions), .integer(step), .integer(step), .integer(step), .text(calendar.text)]
        )
    }

    private static func cost(
        ofTwentyIn calendar: CalendarID,
        objects: Int64,
        _ fixture: CalendarFixture,
        _ txn: any SQLTransaction
    ) throws -> Cost {
        let counter = RowCounter(txn)
        let start = objects * repetitions / 2 * period
        let range = start..<start + 20 * period
        let found = try fixture.store.candidateSummaries(
            for: CandidateQuery(range: range),
            in: calendar,
            limit: 100,
            in: counter
        )
        let indexed = try txn.first(
            """
            SELECT COUNT(*) AS n FROM calendar_occurrence
            WHERE calendar = ? AND component_type = 'VEVENT' AND class = 0 AND starts > ? AND starts < ?
            """,
            [.text(calendar.text), .integer(start - 3600), .integer(range.upperBound)]
        )?.integer("n")
        return Cost(
            candidates: found.candidates.count,
            statements: counter.statements,
            rows: counter.rows,
            indexed: try #require(indexed)
        )
    }
}
