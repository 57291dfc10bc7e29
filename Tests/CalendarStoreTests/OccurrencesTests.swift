import CalendarStore
import MetadataStoreTesting
import SQLDatabase
import Testing

struct OccurrencesTests {
    private static let early = CandidateQuery(range: 0..<100)
    private static let late = CandidateQuery(range: 1000..<1100)

    @Test(arguments: DatabaseEngine.all)
    func `indexing an object is no change of it`(engine: DatabaseEngine) async throws {
        try await CalendarFixture.with(engine) { fixture in
            let object = try await fixture.put(.sample("a", uid: "a")).object
            let before = try await fixture.collection()
            let (isSet, after, early, late) = try await fixture.database.write { txn in
                let entry = OccurrenceIndexEntry(spans: [0..<10], indexedUntil: nil)
                return (
                    try fixture.store.setOccurrences(entry, of: object.id, ifUnchanged: object.etag, in: txn),
                    try fixture.store.object(object.id, in: txn),
                    try fixture.candidates(for: Self.early, in: txn),
                    try fixture.candidates(for: Self.late, in: txn)
                )
            }
            #expect(isSet)
            #expect(after == object)
            #expect(early == ["a"])
            #expect(late == [])
            let collection = try await fixture.collection()
            #expect(collection == before)
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `spans of an object that was changed meanwhile are not taken`(engine: DatabaseEngine) async throws {
        try await CalendarFixture.with(engine) { fixture in
            let old = try await fixture.put(.sample("a", uid: "a")).object
            try await fixture.put(.sample("a", uid: "a", text: "new"))
            let (isSet, late) = try await fixture.database.write { txn in
                let entry = OccurrenceIndexEntry(spans: [], indexedUntil: nil)
                return (
                    try fixture.store.setOccurrences(entry, of: old.id, ifUnchanged: old.etag, in: txn),
                    try fixture.candidates(for: Self.late, in: txn)
                )
            }
            #expect(!isSet)
            #expect(late == ["a"])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `what is to be indexed comes in order until nothing is left`(engine: DatabaseEngine) async throws {
        try await CalendarFixture.with(engine) { fixture in
            let rounds = try await fixture.database.write { txn in
                try fixture.put("complete", spans: [0..<1], in: txn)
                try fixture.put("far", spans: [0..<1], until: 5000, in: txn)
                try fixture.put("near", spans: [0..<1], until: 10, in: txn)
                try fixture.store.put(.sample("new", uid: "n"), in: fixture.tasks, now: .sample(), in: txn)
                return try (0..<3).map { _ in try Self.index(2, until: 1000, fixture, txn) }
            }
            #expect(rounds == [["new", "near"], [], []])
        }
    }

    /// Gives some objects an entry that is complete up to a time, and returns their names.
    private static func index(
        _ limit: Int,
        until time: Int64,
        _ fixture: CalendarFixture,
        _ txn: any SQLTransaction
    ) throws -> [String] {
        let objects = try fixture.store.objectsToIndex(until: time, limit: limit, in: txn)
        for object in objects {
            let entry = OccurrenceIndexEntry(spans: [], indexedUntil: time)
            try fixture.store.setOccurrences(entry, of: object.id, ifUnchanged: object.etag, in: txn)
        }
        return objects.map(\.name)
    }

    @Test(arguments: DatabaseEngine.all)
    func `a moved and a copied object are found by time where they are`(engine: DatabaseEngine) async throws {
        try await CalendarFixture.with(engine) { fixture in
            let found = try await fixture.database.write { txn in
                try fixture.put("a", spans: [0..<10], in: txn)
                try fixture.put("b", spans: [0..<10], until: 50, in: txn)
                let tasks = fixture.tasks
                for name in ["a", "b"] {
                    try fixture.store.moveObject(
                        from: ObjectPlace(calendar: fixture.calendar, name: name),
                        to: ObjectPlace(calendar: tasks, name: name),
                        now: .sample(),
                        in: txn
                    )
                    try fixture.store.copyObject(
                        from: ObjectPlace(calendar: tasks, name: name),
                        to: ObjectPlace(calendar: fixture.calendar, name: "copy of \(name)"),
                        now: .sample(),
                        in: txn
                    )
                }
                return try [Self.early, Self.late].flatMap { query in
                    try [fixture.calendar, tasks].map { calendar in
                        try fixture.store.candidateSummaries(for: query, in: calendar, limit: 9, in: txn)
                            .candidates.map(\.name).sorted()
                    }
                }
            }
            #expect(found == [["copy of a", "copy of b"], ["a", "b"], ["copy of b"], ["b"]])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `the spans go with their object`(engine: DatabaseEngine) async throws {
        try await CalendarFixture.with(engine) { fixture in
            let left = try await fixture.database.write { txn in
                try fixture.put("a", spans: [0..<10, 20..<30], in: txn)
                try fixture.put("b", spans: [0..<10], in: txn)
                try fixture.store.deleteObject(named: "a", in: fixture.calendar, in: txn)
                return try txn.query("SELECT number FROM calendar_occurrence").count
            }
            #expect(left == 1)
        }
    }
}
