import CalendarStore
import MetadataStoreTesting
import SQLDatabase
import Testing

struct SyncGameTests {
    @Test(arguments: DatabaseEngine.all, [1, 2, 3, 4, 5, 6] as [UInt64])
    func `RFC 6578 §3.5 sync tokens never skip or repeat a change, whatever is forgotten meanwhile`(
        engine: DatabaseEngine,
        seed: UInt64
    ) async throws {
        let refusals = try await Self.play(engine, forgets: true, seed: seed)
        #expect(refusals > 0, "The game of seed \(seed) made no token invalid.")
    }

    @Test(arguments: DatabaseEngine.all, [7, 8, 9] as [UInt64])
    func `RFC 6578 §3.2 a token stays valid while nothing is forgotten`(
        engine: DatabaseEngine,
        seed: UInt64
    ) async throws {
        let refusals = try await Self.play(engine, forgets: false, seed: seed)
        #expect(refusals == 0, "seed \(seed)")
    }

    private static func play(_ engine: DatabaseEngine, forgets: Bool, seed: UInt64) async throws -> Int {
        var refusals = 0
        try await CalendarFixture.with(engine) { fixture in
            refusals = try await fixture.database.write { txn in
                let bob = try #require(UserID(parsing: "bob"))
                let other = try fixture.store.createUser(.sample(bob), now: .sample(), in: txn).home
                var game = SyncGame(fixture: fixture, other: other, forgets: forgets, seed: seed)
                for move in 0..<1000 { try game.play("seed \(seed), move \(move)", in: txn) }
                return game.refusals
            }
        }
        return refusals
    }
}
