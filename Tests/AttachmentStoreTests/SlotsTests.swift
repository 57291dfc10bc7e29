import AttachmentStore
import BlobModel
import MetadataStoreTesting
import SQLDatabase
import Testing

struct SlotsTests {
    @Test(arguments: DatabaseEngine.all)
    func `a home's slot is occupied from its first attachment on, in every state of it`(
        engine: DatabaseEngine
    ) async throws {
        try await AttachmentFixture.with(engine) { fixture in
            let looks = try await fixture.write { fixture, txn in
                var looks = [try fixture.store.occupiedSlots(in: txn)]
                try fixture.addNotes(txn)
                looks.append(try fixture.store.occupiedSlots(in: txn))
                try fixture.store.unlinkAll(from: fixture.event, terms: fixture.terms(), in: txn)
                looks.append(try fixture.store.occupiedSlots(in: txn))
                _ = try fixture.beginReleases(3600, txn)
                looks.append(try fixture.store.occupiedSlots(in: txn))
                try fixture.store.completeRelease(of: fixture.notes.id.firstReference, in: txn)
                return looks + [try fixture.store.occupiedSlots(in: txn)]
            }
            #expect(looks.first == [])
            #expect(looks.dropFirst().allSatisfy { $0 == [fixture.home.slot] })
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `every home that holds an attachment counts, and so does a reference that is to be released`(
        engine: DatabaseEngine
    ) async throws {
        try await AttachmentFixture.with(engine) { fixture in
            let orphaned = try DedupDomain.sample()
            let occupied = try await fixture.write { fixture, txn in
                try fixture.addNotes(txn)
                try fixture.store.hold(
                    fixture.notes.id,
                    by: fixture.otherHome,
                    reference: .random(),
                    begun: .sample(),
                    linkedTo: fixture.foreign,
                    in: txn
                )
                try fixture.store.discard(.random(), in: orphaned, due: .sample(), in: txn)
                return try fixture.store.occupiedSlots(in: txn)
            }
            #expect(occupied == [fixture.home.slot, fixture.otherHome.slot, orphaned.slot])
        }
    }
}
