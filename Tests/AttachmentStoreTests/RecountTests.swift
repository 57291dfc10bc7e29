import AttachmentStore
import BlobModel
import MetadataStoreTesting
import SQLDatabase
import Testing

struct RecountTests {
    @Test(arguments: DatabaseEngine.all)
    func `a reference exists from its commit until its release is complete`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.with(engine) { fixture in
            let exists = try await fixture.write { fixture, txn in
                let reference = fixture.notes.id.firstReference
                var exists: [Bool] = []
                func look() throws {
                    let found = try fixture.store.existing(among: [.random(), reference], in: txn)
                    exists.append(found == [reference])
                }
                try look()
                try fixture.addNotes(txn)
                try look()
                try fixture.store.unlinkAll(from: fixture.event, terms: fixture.terms(), in: txn)
                try look()
                _ = try fixture.beginReleases(3600, txn)
                try look()
                try fixture.store.completeRelease(of: reference, in: txn)
                try look()
                return exists
            }
            #expect(exists == [false, true, true, true, false])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a copy that was replaced exists until its own release is complete`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.with(engine) { fixture in
            let found = try await fixture.write { fixture, txn in
                let old = fixture.notes.id.firstReference
                try fixture.addNotes(txn)
                try fixture.store.unlinkAll(from: fixture.event, terms: fixture.terms(), in: txn)
                _ = try fixture.beginReleases(3600, txn)
                let new = ReferenceID.random()
                try fixture.store.hold(
                    fixture.notes.id,
                    by: fixture.home,
                    reference: new,
                    linkedTo: fixture.event,
                    in: txn
                )
                let before = try fixture.store.existing(among: [old, new], in: txn)
                try fixture.store.completeRelease(of: old, in: txn)
                return [before == [old, new], try fixture.store.existing(among: [old, new], in: txn) == [new]]
            }
            #expect(found == [true, true])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a commit with a reference that was given up fails`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.with(engine) { fixture in
            let reference = fixture.notes.id.firstReference
            let isAbandoned = try await fixture.write { fixture, txn in
                try fixture.store.abandon(reference, now: .sample(), in: txn)
                    && fixture.store.abandon(reference, now: .sample(), in: txn)
            }
            #expect(isAbandoned)
            await #expect(throws: AttachmentStoreError.abandoned(reference)) {
                try await fixture.write { fixture, txn in try fixture.addNotes(txn) }
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a further home's commit with a reference that was given up fails`(engine: DatabaseEngine) async throws {
        let reference = ReferenceID.random()
        try await AttachmentFixture.with(engine) { fixture in
            await #expect(throws: AttachmentStoreError.abandoned(reference)) {
                try await fixture.write { fixture, txn in
                    try fixture.addNotes(txn)
                    _ = try fixture.store.abandon(reference, now: .sample(), in: txn)
                    try fixture.store.hold(
                        fixture.notes.id,
                        by: fixture.otherHome,
                        reference: reference,
                        linkedTo: fixture.foreign,
                        in: txn
                    )
                }
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a reference that exists is not given up`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.with(engine) { fixture in
            let isAbandoned = try await fixture.write { fixture, txn in
                try fixture.addNotes(txn)
                return try fixture.store.abandon(fixture.notes.id.firstReference, now: .sample(), in: txn)
            }
            #expect(!isAbandoned)
        }
    }
}
