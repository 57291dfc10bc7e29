import AttachmentStore
import BlobModel
import MetadataStoreTesting
import SQLDatabase
import Testing

struct HoldingsTests {
    @Test(arguments: DatabaseEngine.all)
    func `an added attachment is held, linked, and counted`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.with(engine) { fixture in
            let (attachment, held, linked, usage) = try await fixture.write { fixture, txn in
                try fixture.addNotes(txn)
                return (
                    try fixture.store.attachment(fixture.notes.id, in: txn),
                    try fixture.store.held(fixture.notes.id, by: fixture.home, in: txn),
                    try fixture.store.attachments(linkedBy: fixture.event, in: txn),
                    try fixture.store.usage(of: fixture.home, in: txn)
                )
            }
            #expect(attachment == fixture.notes)
            #expect(held?.holding.state == .live)
            #expect(held?.holding.reference == fixture.notes.id.firstReference)
            #expect(linked == [held])
            #expect(usage == 1000)
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `an addition tells what the home has with it`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.with(engine) { fixture in
            let totals = try await fixture.write { fixture, txn in
                try [(fixture.home, 7), (fixture.home, 5), (fixture.otherHome, 3)].map { home, size in
                    let attachment = Attachment.sample(size: UInt64(size))
                    return try fixture.store.add(attachment, heldBy: home, linkedTo: fixture.event, in: txn)
                }
            }
            #expect(totals == [7, 12, 3])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `the holdings of many attachments are found together`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.with(engine) { fixture in
            let attachments = (0..<120).map { _ in Attachment.sample(size: 1) }
            try await fixture.write { fixture, txn in
                for attachment in attachments {
                    try fixture.store.add(attachment, heldBy: fixture.home, linkedTo: fixture.event, in: txn)
                }
                try fixture.store.hold(
                    attachments[7].id,
                    by: fixture.otherHome,
                    reference: .random(),
                    begun: .sample(),
                    linkedTo: fixture.foreign,
                    in: txn
                )
                let holdings = try fixture.store.holdings(of: attachments.map(\.id) + [.random()], in: txn)
                #expect(holdings.count == 120)
                for attachment in attachments {
                    let expected = try fixture.store.holdings(of: attachment.id, in: txn)
                    #expect(holdings[attachment.id] == expected)
                    #expect(expected.count == (attachment == attachments[7] ? 2 : 1))
                }
                let linked = try fixture.store.linkedAttachments(of: fixture.event, in: txn)
                #expect(linked == attachments.sorted { $0.id.text < $1.id.text })
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a managed ID is never used twice`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.with(engine) { fixture in
            try await fixture.write { fixture, txn in try fixture.addNotes(txn) }
            await #expect(throws: AttachmentStoreError.exists(fixture.notes.id)) {
                try await fixture.write { fixture, txn in try fixture.addNotes(txn) }
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `another home holds the same attachment under a reference of its own, and pays for it`(
        engine: DatabaseEngine
    ) async throws {
        let reference = ReferenceID.random()
        try await AttachmentFixture.with(engine) { fixture in
            let (holdings, links, usages) = try await fixture.write { fixture, txn in
                try fixture.addNotes(txn)
                try fixture.store.hold(
                    fixture.notes.id,
                    by: fixture.otherHome,
                    reference: reference,
                    begun: .sample(),
                    linkedTo: fixture.foreign,
                    in: txn
                )
                return (
                    try fixture.store.holdings(of: fixture.notes.id, in: txn),
                    try fixture.store.links(of: fixture.notes.id, in: txn),
                    try [fixture.home, fixture.otherHome].map { try fixture.store.usage(of: $0, in: txn) }
                )
            }
            #expect(Set(holdings.map(\.reference)) == [fixture.notes.id.firstReference, reference])
            #expect(Set(holdings.map(\.domain)) == [fixture.home, fixture.otherHome])
            #expect(links.map(\.object) == [fixture.event, fixture.foreign])
            #expect(usages == [1000, 1000])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a home that holds the attachment needs a link only`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.with(engine) { fixture in
            try await fixture.write { fixture, txn in try fixture.addNotes(txn) }
            await #expect(throws: AttachmentStoreError.alreadyHeld(fixture.notes.id, fixture.home)) {
                try await fixture.write { fixture, txn in
                    try fixture.store.hold(
                        fixture.notes.id,
                        by: fixture.home,
                        reference: .random(),
                        begun: .sample(),
                        linkedTo: fixture.copy,
                        in: txn
                    )
                }
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a copy that is being released is replaced by a new one, whose release is untouched`(
        engine: DatabaseEngine
    ) async throws {
        let reference = ReferenceID.random()
        try await AttachmentFixture.with(engine) { fixture in
            let held = try await fixture.write { fixture, txn in
                try fixture.addNotes(txn)
                try fixture.store.unlinkAll(from: fixture.event, terms: fixture.terms(), in: txn)
                _ = try fixture.beginReleases(3600, txn)
                try fixture.store.hold(
                    fixture.notes.id,
                    by: fixture.home,
                    reference: reference,
                    begun: .sample(),
                    linkedTo: fixture.copy,
                    in: txn
                )
                try fixture.store.completeRelease(of: fixture.notes.id.firstReference, in: txn)
                return try fixture.store.held(fixture.notes.id, by: fixture.home, in: txn)
            }
            #expect(held?.holding.state == .live)
            #expect(held?.holding.reference == reference)
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `an unknown attachment can not be held`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.with(engine) { fixture in
            await #expect(throws: AttachmentStoreError.unknown(fixture.notes.id)) {
                try await fixture.write { fixture, txn in
                    try fixture.store.hold(
                        fixture.notes.id,
                        by: fixture.home,
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
    func `several attachments are read at once`(engine: DatabaseEngine) async throws {
        let others = (0..<12).map { Attachment.sample(size: $0) }
        try await AttachmentFixture.with(engine) { fixture in
            let found = try await fixture.write { fixture, txn in
                for other in others {
                    try fixture.store.add(other, heldBy: fixture.home, linkedTo: fixture.event, in: txn)
                }
                return try fixture.store.attachments(others.map(\.id) + [fixture.notes.id], in: txn)
            }
            #expect(found == Dictionary(uniqueKeysWithValues: others.map { ($0.id, $0) }))
        }
    }
}
