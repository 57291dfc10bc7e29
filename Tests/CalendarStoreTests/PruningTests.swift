import CalendarStore
import FoundationEssentials
import MetadataStoreTesting
import SQLDatabase
import Testing

struct PruningTests {
    private static let day = 86_400

    /// Visits the homes that were not visited for 90 days.
    private static func prune(_ fixture: CalendarFixture, day: Int, _ txn: any SQLTransaction) throws -> Int {
        try prune(fixture, day: day, forgetting: 99, txn).homes
    }

    private static func prune(
        _ fixture: CalendarFixture,
        day: Int,
        forgetting names: Int,
        _ txn: any SQLTransaction
    ) throws -> (homes: Int, isDone: Bool) {
        try fixture.store.pruneHistories(
            visitedBefore: .sample((day - 90) * Self.day),
            now: .sample(day * Self.day),
            limit: 10,
            forgetting: names,
            in: txn
        )
    }

    @Test(arguments: DatabaseEngine.all)
    func `RFC 6578 §3.2 a removal is told for the whole time, and forgotten after twice that`(
        engine: DatabaseEngine
    ) async throws {
        try await CalendarFixture.with(engine) { fixture in
            try await fixture.database.write { txn in
                let (store, calendar) = (fixture.store, fixture.calendar)
                for name in ["a", "b"] {
                    try store.put(.sample(name, uid: name), in: calendar, now: .sample(), in: txn)
                }
                let (old, oldHome) = try Self.tokens(fixture, txn)
                try store.deleteObject(named: "a", in: calendar, in: txn)
                let (informed, informedHome) = try Self.tokens(fixture, txn)

                try #expect(Self.prune(fixture, day: 0, txn) == 1)
                try #expect(Self.prune(fixture, day: 90, txn) == 0)
                try #expect(store.synchronise(calendar, since: old, limit: 9, in: txn).changes.map(\.name) == ["a"])

                try #expect(Self.prune(fixture, day: 91, txn) == 1)
                #expect(throws: CalendarStoreError.syncTokenInvalid(old.description)) {
                    try store.synchronise(calendar, since: old, limit: 9, in: txn)
                }
                #expect(throws: CalendarStoreError.syncTokenInvalid(oldHome.description)) {
                    try store.synchronise(fixture.alice.home, level: .infinite, since: oldHome, limit: 9, in: txn)
                }
                try #expect(store.synchronise(calendar, since: informed, limit: 9, in: txn).changes == [])
                let home = try store.synchronise(
                    fixture.alice.home,
                    level: .infinite,
                    since: informedHome,
                    limit: 9,
                    in: txn
                )
                #expect(home.changes == [])
                try #expect(txn.query("SELECT name FROM member_removal").isEmpty)
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `RFC 6578 §3.2 a long history is forgotten bit by bit, and no token sees a part of it`(
        engine: DatabaseEngine
    ) async throws {
        try await CalendarFixture.with(engine) { fixture in
            try await fixture.database.write { txn in
                let (store, calendar) = (fixture.store, fixture.calendar)
                let (old, oldHome) = try Self.tokens(fixture, txn)
                for name in ["a", "b", "c", "d", "e"] {
                    try store.put(.sample(name, uid: name), in: calendar, now: .sample(), in: txn)
                    try store.deleteObject(named: name, in: calendar, in: txn)
                }
                try #expect(Self.prune(fixture, day: 0, forgetting: 2, txn) == (1, true))
                for left in [3, 1] {
                    try #expect(Self.prune(fixture, day: 91, forgetting: 2, txn) == (0, false))
                    try #expect(txn.query("SELECT name FROM member_removal").count == left)
                    #expect(throws: CalendarStoreError.syncTokenInvalid(old.description)) {
                        try store.synchronise(calendar, since: old, limit: 9, in: txn)
                    }
                    #expect(throws: CalendarStoreError.syncTokenInvalid(oldHome.description)) {
                        try store.synchronise(fixture.alice.home, level: .infinite, since: oldHome, limit: 9, in: txn)
                    }
                }
                try #expect(Self.prune(fixture, day: 91, forgetting: 2, txn) == (1, true))
                try #expect(txn.query("SELECT name FROM member_removal").isEmpty)
                try #expect(Self.prune(fixture, day: 92, forgetting: 2, txn) == (0, true))
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `RFC 6578 §3.2 a history without removals keeps every token valid`(engine: DatabaseEngine) async throws {
        try await CalendarFixture.with(engine) { fixture in
            try await fixture.database.write { txn in
                let (store, calendar) = (fixture.store, fixture.calendar)
                let (old, oldHome) = try Self.tokens(fixture, txn)
                try store.put(.sample("a", uid: "a"), in: calendar, now: .sample(), in: txn)
                for day in [0, 91, 182] { try #expect(Self.prune(fixture, day: day, txn) == 1) }
                try #expect(store.synchronise(calendar, since: old, limit: 9, in: txn).changes.map(\.name) == ["a"])
                let page = try store.synchronise(
                    fixture.alice.home,
                    level: .infinite,
                    since: oldHome,
                    limit: 9,
                    in: txn
                )
                #expect(page.changes.map(\.member) == ["a"])
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `RFC 6578 §3.2 tokens of a lost history stay invalid when the restored one is pruned`(
        engine: DatabaseEngine
    ) async throws {
        try await CalendarFixture.with(engine) { fixture in
            try await fixture.database.write { txn in
                let (store, calendar) = (fixture.store, fixture.calendar)
                try store.put(.sample("a", uid: "a"), in: calendar, now: .sample(), in: txn)
                try store.deleteObject(named: "a", in: calendar, in: txn)
                try #expect(Self.prune(fixture, day: 0, txn) == 1)
                let (lost, lostHome) = try Self.tokens(fixture, txn)
                try store.beginNewHistories(in: txn)
                try #expect(Self.prune(fixture, day: 91, txn) == 1)
                #expect(throws: CalendarStoreError.syncTokenInvalid(lost.description)) {
                    try store.synchronise(calendar, since: lost, limit: 9, in: txn)
                }
                #expect(throws: CalendarStoreError.syncTokenInvalid(lostHome.description)) {
                    try store.synchronise(fixture.alice.home, level: .infinite, since: lostHome, limit: 9, in: txn)
                }
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a first synchronisation in parts goes on over a pruning of what was before it`(
        engine: DatabaseEngine
    ) async throws {
        try await CalendarFixture.with(engine) { fixture in
            try await fixture.database.write { txn in
                let (store, calendar) = (fixture.store, fixture.calendar)
                for name in ["a", "b", "gone", "c"] {
                    try store.put(.sample(name, uid: name), in: calendar, now: .sample(), in: txn)
                }
                try store.deleteObject(named: "gone", in: calendar, in: txn)
                let part = try store.synchronise(calendar, since: nil, limit: 1, in: txn)
                for day in [0, 91] { try #expect(Self.prune(fixture, day: day, txn) == 1) }
                let rest = try store.synchronise(calendar, since: part.token, limit: 9, in: txn)
                #expect(part.changes.map(\.name) + rest.changes.map(\.name) == ["a", "b", "c"])
            }
        }
    }

    private static func tokens(
        _ fixture: CalendarFixture,
        _ txn: any SQLTransaction
    ) throws -> (SyncToken, HomeSyncToken) {
        (
            try #require(try fixture.store.calendar(fixture.calendar, in: txn)).syncToken,
            try #require(try fixture.store.syncToken(of: fixture.alice.home, in: txn))
        )
    }
}
