import CalendarStore
import MetadataStoreTesting
import RandomTesting
import SQLDatabase
import Testing

struct ChangesTests {
    @Test(arguments: DatabaseEngine.all)
    func `RFC 6578 §3.2 every change of members changes the sync token`(engine: DatabaseEngine) async throws {
        try await CalendarFixture.with(engine) { fixture in
            var tokens = [try await fixture.collection().syncToken]
            try await fixture.put(.sample("a.ics", uid: "a", text: "one"))
            tokens.append(try await fixture.collection().syncToken)
            try await fixture.put(.sample("a.ics", uid: "a", text: "two"))
            tokens.append(try await fixture.collection().syncToken)
            try await fixture.database.write { txn in
                _ = try fixture.store.deleteObject(named: "a.ics", in: fixture.calendar, in: txn)
            }
            tokens.append(try await fixture.collection().syncToken)
            #expect(Set(tokens).count == 4)
            #expect(tokens.map(\.revision) == tokens.map(\.revision).sorted())
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a write that was refused leaves the sync token`(engine: DatabaseEngine) async throws {
        try await CalendarFixture.with(engine) { fixture in
            try await fixture.put(.sample("a.ics", uid: "a"))
            let before = try await fixture.collection()
            await #expect(throws: CalendarStoreError.self) {
                try await fixture.put(.sample("a.ics", uid: "a"), if: .absent)
            }
            let after = try await fixture.collection()
            #expect(after == before)
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `RFC 6578 §3.5 a name is reported once, with its last change, in order`(
        engine: DatabaseEngine
    ) async throws {
        try await CalendarFixture.with(engine) { fixture in
            for name in ["a", "b", "c"] { try await fixture.put(.sample("\(name).ics", uid: name)) }
            let third = try await fixture.collection().revision
            try await fixture.put(.sample("a.ics", uid: "a"))
            let (all, later, limited) = try await fixture.database.write { txn in
                try fixture.store.deleteObject(named: "b.ics", in: fixture.calendar, in: txn)
                func changes(_ revision: Int64, _ limit: Int) throws -> [CalendarChange] {
                    try fixture.store.changes(in: fixture.calendar, after: revision, limit: limit, in: txn)
                }
                return (try changes(0, 100), try changes(third, 100), try changes(0, 2))
            }
            #expect(all.map(\.name) == ["c.ics", "a.ics", "b.ics"])
            #expect(all.map(\.revision) == [third, third + 1, third + 2])
            #expect(all.map(\.isRemoval) == [false, false, true])
            #expect(later == Array(all.dropFirst()))
            #expect(limited == Array(all.prefix(2)))
        }
    }

    @Test(arguments: DatabaseEngine.all, [1, 2, 3] as [UInt64])
    func `totals are the sums over the objects after any writes`(engine: DatabaseEngine, seed: UInt64) async throws {
        try await CalendarFixture.with(engine) { fixture in
            try await fixture.database.write { txn in
                var random = SeededGenerator(seed: seed)
                for _ in 0..<200 { try Self.writeSomething(fixture, &random, txn) }
                for id in [fixture.calendar, fixture.tasks] {
                    let calendar = try #require(try fixture.store.calendar(id, in: txn))
                    let objects = try fixture.store.summaries(in: id, in: txn)
                    #expect(calendar.objectCount == UInt64(objects.count), "seed \(seed)")
                    #expect(calendar.dataBytes == UInt64(objects.map(\.size).reduce(0, +)), "seed \(seed)")
                    let live = try fixture.store.changes(in: id, after: 0, limit: 999, in: txn).filter { !$0.isRemoval }
                    #expect(Set(live.map(\.name)) == Set(objects.map(\.name)), "seed \(seed)")
                }
            }
        }
    }

    /// Puts, deletes, or moves an object of one of five names; refusals are part of the game.
    private static func writeSomething(
        _ fixture: CalendarFixture,
        _ random: inout SeededGenerator,
        _ txn: any SQLTransaction
    ) throws {
        let places = [fixture.calendar, fixture.tasks].flatMap { calendar in
            (0..<5).map { ObjectPlace(calendar: calendar, name: "\($0).ics") }
        }
        let place = places[Int.random(in: 0..<10, using: &random)]
        let other = places[Int.random(in: 0..<10, using: &random)]
        let text = String(repeating: "x", count: Int.random(in: 0..<50, using: &random))
        do {
            switch Int.random(in: 0..<4, using: &random) {
            case 0: try fixture.store.deleteObject(named: place.name, in: place.calendar, in: txn)
            case 1: try fixture.store.moveObject(from: place, to: other, now: .sample(), in: txn)
            default:
                let uid = "\(place.calendar)\(place.name)"
                try fixture.store.put(
                    .sample(place.name, uid: uid, text: text),
                    in: place.calendar,
                    now: .sample(),
                    in: txn
                )
            }
        } catch is CalendarStoreError {}
    }
}
