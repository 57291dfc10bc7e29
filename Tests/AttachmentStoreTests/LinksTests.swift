import AttachmentStore
import BlobModel
import MetadataStoreTesting
import SQLDatabase
import Testing

struct LinksTests {
    @Test(arguments: DatabaseEngine.all)
    func `an attachment counts once however many objects of a home link it`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.with(engine) { fixture in
            let (usage, objects, more) = try await fixture.write { fixture, txn in
                try fixture.addNotes(txn)
                for _ in 0..<2 {
                    try fixture.store.link(fixture.notes.id, heldBy: fixture.home, to: fixture.copy, in: txn)
                }
                return (
                    try fixture.store.usage(of: fixture.home, in: txn),
                    try fixture.store.links(of: fixture.notes.id, in: txn).map(\.object),
                    try (0...2).map { try fixture.store.hasLinks(fixture.notes.id, beyond: $0, in: txn) }
                )
            }
            #expect(usage == 1000)
            #expect(objects == [fixture.copy, fixture.event])
            #expect(more == [true, true, false])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `only the last link of a home removes its holding`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.with(engine) { fixture in
            let (first, between, last, state) = try await fixture.write { fixture, txn in
                try fixture.addNotes(txn)
                try fixture.store.link(fixture.notes.id, heldBy: fixture.home, to: fixture.copy, in: txn)
                let id = fixture.notes.id
                return (
                    try fixture.store.unlink(id, from: fixture.event, terms: fixture.terms(5), in: txn),
                    try fixture.state(in: fixture.home, txn),
                    try fixture.store.unlink(id, from: fixture.copy, terms: fixture.terms(7), in: txn),
                    try fixture.state(in: fixture.home, txn)
                )
            }
            #expect(!first)
            #expect(between == .live)
            #expect(last)
            #expect(state == .removed(at: .sample(7), due: .sample(3607)))
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a removed holding no longer counts, and a link that is not there changes nothing`(
        engine: DatabaseEngine
    ) async throws {
        try await AttachmentFixture.with(engine) { fixture in
            let (again, usage, next) = try await fixture.write { fixture, txn in
                try fixture.addNotes(txn)
                let id = fixture.notes.id
                try fixture.store.unlink(id, from: fixture.event, terms: fixture.terms(), in: txn)
                return (
                    try fixture.store.unlink(id, from: fixture.event, terms: fixture.terms(9), in: txn),
                    try fixture.store.usage(of: fixture.home, in: txn),
                    try fixture.store.nextRelease(in: txn)
                )
            }
            #expect(!again)
            #expect(usage == 0)
            #expect(next == .sample(3600))
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `removing one home's holding leaves the other's`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.with(engine) { fixture in
            let (states, usages) = try await fixture.write { fixture, txn in
                try fixture.addNotes(txn)
                try fixture.store.hold(
                    fixture.notes.id,
                    by: fixture.otherHome,
                    reference: .random(),
                    begun: .sample(),
                    linkedTo: fixture.foreign,
                    in: txn
                )
                try fixture.store.unlinkAll(from: fixture.event, terms: fixture.terms(), in: txn)
                let homes = [fixture.home, fixture.otherHome]
                return (
                    try homes.map { try fixture.state(in: $0, txn)?.hasBytes },
                    try homes.map { try fixture.store.usage(of: $0, in: txn) }
                )
            }
            #expect(states == [true, true])
            #expect(usages == [0, 1000])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a link within the grace is the undo`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.with(engine) { fixture in
            let (state, usage, next) = try await fixture.write { fixture, txn in
                try fixture.addNotes(txn)
                try fixture.store.unlinkAll(from: fixture.event, terms: fixture.terms(), in: txn)
                try fixture.store.link(fixture.notes.id, heldBy: fixture.home, to: fixture.copy, in: txn)
                return (
                    try fixture.state(in: fixture.home, txn),
                    try fixture.store.usage(of: fixture.home, in: txn),
                    try fixture.store.nextRelease(in: txn)
                )
            }
            #expect(state == .live)
            #expect(usage == 1000)
            #expect(next == nil)
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `once releasing has begun, undo is refused`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.with(engine) { fixture in
            try await fixture.write { fixture, txn in
                try fixture.addNotes(txn)
                try fixture.store.unlinkAll(from: fixture.event, terms: fixture.terms(), in: txn)
                _ = try fixture.beginReleases(3600, txn)
            }
            for isComplete in [false, true] {
                if isComplete {
                    try await fixture.write { fixture, txn in
                        _ = try fixture.store.completeRelease(of: fixture.notes.id.firstReference, in: txn)
                    }
                }
                await #expect(throws: AttachmentStoreError.released(fixture.notes.id, fixture.home)) {
                    try await fixture.write { fixture, txn in
                        try fixture.store.link(fixture.notes.id, heldBy: fixture.home, to: fixture.event, in: txn)
                    }
                }
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `unknown attachments, and those that the home does not hold, are refused`(
        engine: DatabaseEngine
    ) async throws {
        try await AttachmentFixture.with(engine) { fixture in
            let id = fixture.notes.id
            await #expect(throws: AttachmentStoreError.unknown(id)) {
                try await fixture.write { fixture, txn in
                    try fixture.store.link(id, heldBy: fixture.home, to: fixture.event, in: txn)
                }
            }
            await #expect(throws: AttachmentStoreError.notHeld(id, fixture.otherHome)) {
                try await fixture.write { fixture, txn in
                    try fixture.addNotes(txn)
                    try fixture.store.link(id, heldBy: fixture.otherHome, to: fixture.foreign, in: txn)
                }
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `an object links an attachment through one home only`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.with(engine) { fixture in
            let id = fixture.notes.id
            await #expect(throws: AttachmentStoreError.linkedInOtherDomain(id, fixture.event)) {
                try await fixture.write { fixture, txn in
                    try fixture.addNotes(txn)
                    try fixture.store.hold(
                        id,
                        by: fixture.otherHome,
                        reference: .random(),
                        begun: .sample(),
                        linkedTo: fixture.event,
                        in: txn
                    )
                }
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `deleting an object names the attachments that lost their last link`(engine: DatabaseEngine) async throws {
        let shared = Attachment.sample(size: 1)
        try await AttachmentFixture.with(engine) { fixture in
            let (removed, left) = try await fixture.write { fixture, txn in
                try fixture.addNotes(txn)
                try fixture.store.add(shared, heldBy: fixture.home, linkedTo: fixture.event, in: txn)
                try fixture.store.link(shared.id, heldBy: fixture.home, to: fixture.copy, in: txn)
                return (
                    try fixture.store.unlinkAll(from: fixture.event, terms: fixture.terms(), in: txn),
                    try fixture.store.attachments(linkedBy: fixture.event, in: txn)
                )
            }
            #expect(removed == [fixture.notes.id])
            #expect(left == [])
        }
    }
}
