import CalendarStore
import MetadataStoreTesting
import RandomTesting
import SQLDatabase
import Testing

struct CandidatesTests {
    private static let types = ["VEVENT", "VJOURNAL", "VTODO"]

    /// A query, and the names of its candidates among the objects of the test.
    private static let rows: [(CandidateQuery, [String])] = [
        (CandidateQuery(), ["always", "days", "later", "point", "soon", "task", "unknown"]),
        (CandidateQuery(componentTypes: ["VTODO"]), ["always", "task"]),
        (CandidateQuery(componentTypes: ["VTODO", "VJOURNAL"]), ["always", "task"]),
        (CandidateQuery(componentTypes: []), []),
        (CandidateQuery(range: 1000..<2000), ["always", "days", "soon", "unknown"]),
        (CandidateQuery(componentTypes: ["VEVENT"], range: 1000..<2000), ["days", "soon", "unknown"]),
        (CandidateQuery(componentTypes: ["VTODO"], range: 1000..<2000), ["always"]),
        (CandidateQuery(range: 2000..<3000), ["always", "days", "unknown"]),
        (CandidateQuery(range: 999..<1000), ["always", "days", "unknown"]),
        (CandidateQuery(range: 5000..<5001), ["always", "days", "point", "unknown"]),
        (CandidateQuery(range: 4999..<5000), ["always", "days", "unknown"]),
        (CandidateQuery(range: 5001..<5002), ["always", "days", "unknown"]),
        (CandidateQuery(range: 7000..<7000), []),
        (CandidateQuery(range: 10_000_000..<10_000_001), ["always", "later", "unknown"]),
        (CandidateQuery(range: 10_000_000..<Int64.max), ["always", "later", "task", "unknown"]),
        (CandidateQuery(range: Int64.min..<0), ["always", "unknown"]),
    ]

    @Test(arguments: DatabaseEngine.all, rows.indices)
    func `a query has all candidates that its types and its range leave`(
        engine: DatabaseEngine,
        row: Int
    ) async throws {
        let (query, expected) = Self.rows[row]
        try await CalendarFixture.with(engine) { fixture in
            let found = try await fixture.database.write { txn in
                try Self.fill(fixture, txn)
                return try [1, 2, 100].map { try fixture.candidates(for: query, pageSize: $0, in: txn) }
            }
            for names in found { #expect(names.sorted() == expected, "\(query)") }
        }
    }

    private static func fill(_ fixture: CalendarFixture, _ txn: any SQLTransaction) throws {
        try fixture.put("soon", spans: [1000..<2000, 9_000_000..<9_000_100], in: txn)
        try fixture.put("days", spans: [0..<1_000_000], in: txn)
        try fixture.put("point", spans: [5000..<5000], in: txn)
        // Complete up to 9,000,000: beyond, it may have more.
        try fixture.put("later", spans: [2_000_000..<2_000_100], until: 9_000_000, in: txn)
        try fixture.put("unknown", spans: [], until: .min, in: txn)
        try fixture.put("always", type: "VTODO", spans: [Int64.min..<Int64.max], in: txn)
        try fixture.put("task", type: "VTODO", spans: [20_000_000..<20_000_001], in: txn)
        let elsewhere = NewCalendarObject.sample("elsewhere", uid: "e", occurrences: .always)
        try fixture.store.put(elsewhere, in: fixture.tasks, now: .sample(), in: txn)
    }

    @Test(arguments: DatabaseEngine.all, [1, 2, 3, 4] as [UInt64])
    func `pages of any size have each object with an overlapping span exactly once`(
        engine: DatabaseEngine,
        seed: UInt64
    ) async throws {
        try await CalendarFixture.with(engine) { fixture in
            try await fixture.database.write { txn in
                var random = SeededGenerator(seed: seed)
                let entries = try Self.putRandomObjects(fixture, &random, txn)
                for _ in 0..<100 {
                    let start = Int64.random(in: -100_000..<1_100_000, using: &random)
                    let range = start..<start + Int64(1) << Int64.random(in: 0..<21, using: &random)
                    let size = Int.random(in: 1..<40, using: &random)
                    let types = Set(Self.types.filter { _ in Bool.random(using: &random) })
                    let query = CandidateQuery(componentTypes: types.isEmpty ? nil : types, range: range)
                    let found = try fixture.candidates(for: query, pageSize: size, in: txn)
                    let expected = entries.filter { name, entry in
                        (types.isEmpty || types.contains { name.hasPrefix($0) }) && Self.mayMatch(entry, range)
                    }
                    #expect(found.sorted() == expected.keys.sorted(), "seed \(seed), \(query), \(size)")
                }
            }
        }
    }

    private static func mayMatch(_ entry: OccurrenceIndexEntry, _ range: Range<Int64>) -> Bool {
        if let until = entry.indexedUntil, until < range.upperBound { return true }
        return entry.spans.contains { $0.overlaps(range) }
    }

    private static func putRandomObjects(
        _ fixture: CalendarFixture,
        _ random: inout SeededGenerator,
        _ txn: any SQLTransaction
    ) throws -> [String: OccurrenceIndexEntry] {
        var entries: [String: OccurrenceIndexEntry] = [:]
        for number in 0..<60 {
            let spans = (0..<Int.random(in: 0..<12, using: &random)).map { _ in
                let start = Int64.random(in: 0..<1_000_000, using: &random)
                return start..<start + Int64(1) << Int64.random(in: 0..<18, using: &random)
            }
            let until = number % 5 == 0 ? Int64.random(in: 0..<1_000_000, using: &random) : nil
            let type = types[number % types.count]
            // Twice, so that the spans of the second time replace the others.
            try fixture.put("\(type)-\(number)", type: type, spans: [0..<2_000_000], in: txn)
            try fixture.put("\(type)-\(number)", type: type, spans: spans, until: until, in: txn)
            entries["\(type)-\(number)"] = OccurrenceIndexEntry(spans: spans, indexedUntil: until)
        }
        return entries
    }

    @Test(arguments: DatabaseEngine.all)
    func `a page with data ends when its octets are enough, but has one object at least`(
        engine: DatabaseEngine
    ) async throws {
        try await CalendarFixture.with(engine) { fixture in
            let pages = try await fixture.database.write { txn in
                for name in ["a", "b", "c", "d"] {
                    let text = String(repeating: "x", count: name == "c" ? 50 : 10)
                    try fixture.store.put(
                        .sample(name, uid: name, text: text, occurrences: .always),
                        in: fixture.calendar,
                        now: .sample(),
                        in: txn
                    )
                }
                return try Self.pages(fixture, CandidatePageLimit(objects: 3, bytes: 25), txn)
            }
            #expect(pages.map { $0.map(\.name).sorted() }.flatMap { $0 }.sorted() == ["a", "b", "c", "d"])
            #expect(pages.allSatisfy { $0.count == 1 || $0.map(\.size).reduce(0, +) <= 25 })
            #expect(pages.flatMap { $0 }.allSatisfy { $0.data.count == $0.size })
        }
    }

    private static func pages(
        _ fixture: CalendarFixture,
        _ limit: CandidatePageLimit,
        _ txn: any SQLTransaction
    ) throws -> [[CalendarObject]] {
        var pages: [[CalendarObject]] = []
        var cursor: CandidateCursor?
        repeat {
            let page = try fixture.store.candidates(
                for: CandidateQuery(range: 0..<10),
                in: fixture.calendar,
                after: cursor,
                limit: limit,
                in: txn
            )
            pages.append(page.candidates)
            cursor = page.next
        } while cursor != nil
        return pages
    }
}
