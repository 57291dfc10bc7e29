import AttachmentStore
import BlobModel
import MetadataStoreTesting
import SQLDatabase
import Testing

struct OutboxTests {
    @Test(arguments: DatabaseEngine.all)
    func `nothing is released before its grace is over`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.with(engine) { fixture in
            let (early, due) = try await fixture.write { fixture, txn in
                try fixture.addNotes(txn)
                try fixture.store.unlinkAll(from: fixture.event, terms: fixture.terms(), in: txn)
                return (try fixture.beginReleases(3599, txn), try fixture.beginReleases(3600, txn))
            }
            #expect(early == [])
            #expect(due.map(\.reference) == [fixture.notes.id.firstReference])
            #expect(due.map(\.domain) == [fixture.home])
            #expect(due.map(\.attachment) == [fixture.notes.id])
            #expect(due.map(\.attempts) == [1])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a release is given to one taker until its lease ends`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.with(engine) { fixture in
            let attempts = try await fixture.write { fixture, txn in
                try fixture.addNotes(txn)
                try fixture.store.unlinkAll(from: fixture.event, terms: fixture.terms(), in: txn)
                return try [3600, 3601, 3659, 3660].map { try fixture.beginReleases($0, txn).map(\.attempts) }
            }
            #expect(attempts == [[1], [], [], [2]])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `the longest due are released first, as many as are asked for`(engine: DatabaseEngine) async throws {
        let all = (0..<5).map { Attachment.sample(size: $0) }
        try await AttachmentFixture.with(engine) { fixture in
            let taken = try await fixture.write { fixture, txn in
                for (age, attachment) in all.enumerated() {
                    try fixture.store.add(attachment, heldBy: fixture.home, linkedTo: fixture.event, in: txn)
                    let terms = fixture.terms(-age)
                    try fixture.store.unlink(attachment.id, from: fixture.event, terms: terms, in: txn)
                }
                return try (0..<3).map { _ in try fixture.beginReleases(4000, limit: 2, txn).map(\.attachment) }
            }
            #expect(taken == [[all[4].id, all[3].id], [all[2].id, all[1].id], [all[0].id]])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a completed release leaves the record behind`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.with(engine) { fixture in
            let (completed, again, state, attachment, next) = try await fixture.write { fixture, txn in
                try fixture.addNotes(txn)
                try fixture.store.unlinkAll(from: fixture.event, terms: fixture.terms(2), in: txn)
                _ = try fixture.beginReleases(3602, txn)
                let reference = fixture.notes.id.firstReference
                return (
                    try fixture.store.completeRelease(of: reference, in: txn),
                    try fixture.store.completeRelease(of: reference, in: txn),
                    try fixture.state(in: fixture.home, txn),
                    try fixture.store.attachment(fixture.notes.id, in: txn),
                    try fixture.store.nextRelease(in: txn)
                )
            }
            #expect(completed)
            #expect(!again)
            #expect(state == .released(removedAt: .sample(2)))
            #expect(attachment == fixture.notes)
            #expect(next == nil)
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a release that was not begun is not completed`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.with(engine) { fixture in
            let (completed, state) = try await fixture.write { fixture, txn in
                try fixture.addNotes(txn)
                try fixture.store.unlinkAll(from: fixture.event, terms: fixture.terms(), in: txn)
                let reference = fixture.notes.id.firstReference
                return (
                    try fixture.store.completeRelease(of: reference, in: txn),
                    try fixture.state(in: fixture.home, txn)
                )
            }
            #expect(!completed)
            #expect(state == .removed(at: .sample(), due: .sample(3600)))
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a release that failed comes back when it was put off to, and stays begun`(
        engine: DatabaseEngine
    ) async throws {
        try await AttachmentFixture.with(engine) { fixture in
            let (state, attempts) = try await fixture.write { fixture, txn in
                try fixture.addNotes(txn)
                try fixture.store.unlinkAll(from: fixture.event, terms: fixture.terms(), in: txn)
                _ = try fixture.beginReleases(3600, txn)
                let reference = fixture.notes.id.firstReference
                try fixture.store.postponeRelease(of: reference, until: .sample(9000), in: txn)
                return (
                    try fixture.state(in: fixture.home, txn),
                    try [8999, 9000].map { try fixture.beginReleases($0, txn).map(\.attempts) }
                )
            }
            #expect(state == .releasing(removedAt: .sample()))
            #expect(attempts == [[], [2]])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a reference that nothing holds is discarded: taken when it is due, and done with when it is released`(
        engine: DatabaseEngine
    ) async throws {
        let orphan = ReferenceID.random()
        try await AttachmentFixture.with(engine) { fixture in
            let (isDiscarded, existing, early, due, next) = try await fixture.write { fixture, txn in
                let discarded = try (1...2).map { seconds in
                    try fixture.store.discard(orphan, in: fixture.home, due: .sample(seconds), in: txn)
                }
                let existing = try fixture.store.existing(among: [orphan], in: txn)
                let taken = try [0, 1].map { try fixture.beginReleases($0, txn) }
                #expect(try fixture.store.completeRelease(of: orphan, in: txn))
                return (discarded, existing, taken[0], taken[1], try fixture.store.nextRelease(in: txn))
            }
            #expect(isDiscarded == [true, true])
            #expect(existing == [orphan])
            #expect(early == [])
            #expect(due.map(\.reference) == [orphan])
            #expect(due.map(\.domain) == [fixture.home])
            #expect(next == nil)
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a reference that a home holds is not discarded, live or removed`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.with(engine) { fixture in
            let reference = fixture.notes.id.firstReference
            let (isDiscarded, next, due) = try await fixture.write { fixture, txn in
                try fixture.addNotes(txn)
                let first = try fixture.store.discard(reference, in: fixture.home, due: .sample(), in: txn)
                let next = try fixture.store.nextRelease(in: txn)
                try fixture.store.unlinkAll(from: fixture.event, terms: fixture.terms(), in: txn)
                let second = try fixture.store.discard(reference, in: fixture.home, due: .sample(), in: txn)
                return ([first, second], next, try fixture.store.nextRelease(in: txn))
            }
            #expect(isDiscarded == [false, false])
            #expect(next == nil)
            #expect(due == .sample(3600))
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `what was discarded is never an attachment's, whose bytes would be released`(
        engine: DatabaseEngine
    ) async throws {
        try await AttachmentFixture.with(engine) { fixture in
            let reference = fixture.notes.id.firstReference
            try await fixture.write { fixture, txn in
                try fixture.store.discard(reference, in: fixture.home, due: .sample(60), in: txn)
                #expect(throws: AttachmentStoreError.abandoned(reference)) { try fixture.addNotes(txn) }
                let other = Attachment.sample(size: 1)
                try fixture.store.add(other, heldBy: fixture.home, linkedTo: fixture.event, in: txn)
                #expect(throws: AttachmentStoreError.abandoned(reference)) {
                    try fixture.store.hold(
                        other.id,
                        by: fixture.otherHome,
                        reference: reference,
                        begun: .sample(),
                        linkedTo: fixture.foreign,
                        in: txn
                    )
                }
                #expect(try fixture.store.usage(of: fixture.otherHome, in: txn) == 0)
            }
        }
    }
}
