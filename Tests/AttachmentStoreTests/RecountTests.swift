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
                    begun: .sample(),
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
                try fixture.abandon(reference, txn) && fixture.abandon(reference, txn)
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
                    _ = try fixture.abandon(reference, txn)
                    try fixture.store.hold(
                        fixture.notes.id,
                        by: fixture.otherHome,
                        reference: reference,
                        begun: .sample(),
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
                return try fixture.abandon(fixture.notes.id.firstReference, txn)
            }
            #expect(!isAbandoned)
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `what was given up is forgotten after a week, and a commit as old as that fails all the same`(
        engine: DatabaseEngine
    ) async throws {
        try await AttachmentFixture.with(engine) { fixture in
            let reference = fixture.notes.id.firstReference
            let remembered = try await fixture.write { fixture, txn in
                _ = try fixture.abandon(reference, after: 3_600, txn)
                // A week less a second later, and two seconds after that, somebody asks again.
                var remembered: [Int] = []
                for seconds in [3_600 + 604_799, 3_600 + 604_801] {
                    _ = try fixture.abandon(.random(), after: seconds, txn)
                    remembered.append(try txn.query("SELECT reference FROM abandoned_reference", []).count)
                }
                return remembered
            }
            #expect(remembered == [2, 2])
            await #expect(throws: AttachmentStoreError.abandoned(reference)) {
                try await fixture.write { fixture, txn in try fixture.addNotes(txn) }
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a copy that was begun before what is forgotten was given up is refused, and a later one is not`(
        engine: DatabaseEngine
    ) async throws {
        try await AttachmentFixture.with(engine) { fixture in
            try await fixture.write { fixture, txn in
                try fixture.addNotes(txn)
                _ = try fixture.abandon(.random(), after: 3_600, txn)
                _ = try fixture.abandon(.random(), after: 3_600 + 604_801, txn)
            }
            let reference = ReferenceID.random()
            await #expect(throws: AttachmentStoreError.abandoned(reference)) {
                try await fixture.write { fixture, txn in try fixture.copyNotes(as: reference, begun: 3_600, txn) }
            }
            try await fixture.write { fixture, txn in try fixture.copyNotes(as: reference, begun: 3_601, txn) }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a node that makes references up gets no more of them given up than its share`(
        engine: DatabaseEngine
    ) async throws {
        try await AttachmentFixture.with(engine) { fixture in
            let store = AttachmentStore(abandonedLimit: 3)
            let (stolen, honest) = (try NodeID(validating: "stolen"), try NodeID(validating: "honest"))
            let asked = (0..<5).map { _ in ReferenceID.random() }
            let answers = try await fixture.write { _, txn in
                [
                    try store.abandonMissing(among: asked, askedBy: stolen, now: .sample(), in: txn),
                    // What is given up stays so, and is told again.
                    try store.abandonMissing(among: asked.reversed(), askedBy: stolen, now: .sample(), in: txn),
                    try store.abandonMissing(among: Array(asked[3...]), askedBy: honest, now: .sample(), in: txn),
                    // A week later there is room again.
                    try store.abandonMissing(among: asked, askedBy: stolen, now: .sample(604_801), in: txn),
                ]
            }
            #expect(answers[0] == Array(asked[..<3]))
            #expect(answers[1] == asked[..<3].reversed())
            #expect(answers[2] == Array(asked[3...]))
            #expect(answers[3] == Array(asked[..<3]))
        }
    }
}

extension AttachmentFixture {
    /// Gives a reference up for a node so many seconds into the test.
    fileprivate func abandon(
        _ reference: ReferenceID,
        after seconds: Int = 0,
        _ txn: any SQLTransaction
    ) throws -> Bool {
        let node = try NodeID(validating: "node-1")
        return try store.abandonMissing(among: [reference], askedBy: node, now: .sample(seconds), in: txn) == [
            reference
        ]
    }

    /// Has the other home hold `notes`, by a copy that was begun so many seconds into the test.
    fileprivate func copyNotes(as reference: ReferenceID, begun: Int, _ txn: any SQLTransaction) throws {
        try store.hold(
            notes.id,
            by: otherHome,
            reference: reference,
            begun: .sample(begun),
            linkedTo: foreign,
            in: txn
        )
    }
}
