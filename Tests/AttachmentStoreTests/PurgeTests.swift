import AttachmentStore
import BlobModel
import MetadataStoreTesting
import SQLDatabase
import Testing

struct PurgeTests {
    @Test(arguments: DatabaseEngine.all)
    func `purging begins all releases of a home, due or not, and those of no other`(engine: DatabaseEngine) async throws
    {
        try await AttachmentFixture.with(engine) { fixture in
            let other = ReferenceID.random()
            let (live, references, left) = try await fixture.write { fixture, txn in
                let (store, id) = (fixture.store, fixture.notes.id)
                try fixture.addNotes(txn)
                try store.hold(
                    id,
                    by: fixture.otherHome,
                    reference: other,
                    begun: .sample(),
                    linkedTo: fixture.foreign,
                    in: txn
                )
                let live = try store.liveHoldings(of: fixture.home, in: txn)
                _ = try store.removeHoldings(of: fixture.home, after: nil, limit: 99, terms: fixture.terms(), in: txn)
                _ = try store.removeHoldings(
                    of: fixture.otherHome,
                    after: nil,
                    limit: 99,
                    terms: fixture.terms(),
                    in: txn
                )
                let begun = try store.beginReleases(heldBy: fixture.home, leaseEnd: .sample(60), in: txn)
                return (live, begun, try store.liveHoldings(of: fixture.home, in: txn))
            }
            #expect(live == 1)
            #expect(left == 0)
            #expect(references == [fixture.notes.id.firstReference])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `what is being purged can not be had back`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.with(engine) { fixture in
            let id = fixture.notes.id
            await #expect(throws: AttachmentStoreError.released(id, fixture.home)) {
                try await fixture.write { fixture, txn in
                    try fixture.addNotes(txn)
                    try fixture.store.unlinkAll(from: fixture.event, terms: fixture.terms(), in: txn)
                    _ = try fixture.store.beginReleases(heldBy: fixture.home, leaseEnd: .sample(60), in: txn)
                    try fixture.store.link(id, heldBy: fixture.home, to: fixture.copy, in: txn)
                }
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a purge that was not finished is left to the outbox after its lease`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.with(engine) { fixture in
            let (during, after) = try await fixture.write { fixture, txn in
                try fixture.addNotes(txn)
                _ = try fixture.store.removeHoldings(
                    of: fixture.home,
                    after: nil,
                    limit: 99,
                    terms: fixture.terms(),
                    in: txn
                )
                _ = try fixture.store.beginReleases(heldBy: fixture.home, leaseEnd: .sample(60), in: txn)
                return (try fixture.beginReleases(59, txn), try fixture.beginReleases(60, txn))
            }
            #expect(during.isEmpty)
            #expect(after.map(\.reference) == [fixture.notes.id.firstReference])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `of many references only those that do not exist are given up`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.with(engine) { fixture in
            let strangers = (0..<250).map { _ in ReferenceID.random() }
            let missing = try await fixture.write { fixture, txn in
                try fixture.addNotes(txn)
                let asked = strangers + [fixture.notes.id.firstReference]
                let node = try NodeID(validating: "node-1")
                return try fixture.store.abandonMissing(among: asked, askedBy: node, now: .sample(), in: txn)
            }
            #expect(missing == strangers)
        }
    }
}
