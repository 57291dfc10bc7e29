import AttachmentStore
import BlobModel
import FoundationEssentials
import MetadataStoreTesting
import SQLDatabase
import Testing

struct RemovalTests {
    @Test(arguments: DatabaseEngine.all)
    func `purging a home removes all that it holds and never another home's copy`(
        engine: DatabaseEngine
    ) async throws {
        let second = Attachment.sample(size: 5)
        try await AttachmentFixture.with(engine) { fixture in
            let (states, usages, links) = try await fixture.write { fixture, txn in
                try fixture.addNotes(txn)
                try fixture.store.add(second, heldBy: fixture.home, linkedTo: fixture.copy, in: txn)
                try fixture.store.hold(
                    fixture.notes.id,
                    by: fixture.otherHome,
                    reference: .random(),
                    begun: .sample(),
                    linkedTo: fixture.foreign,
                    in: txn
                )
                _ = try fixture.store.removeHoldings(
                    of: fixture.home,
                    after: nil,
                    limit: 99,
                    terms: fixture.terms(1),
                    in: txn
                )
                let homes = [fixture.home, fixture.otherHome]
                return (
                    try homes.map { try fixture.state(in: $0, txn) },
                    try homes.map { try fixture.store.usage(of: $0, in: txn) },
                    try fixture.store.links(of: fixture.notes.id, in: txn).map(\.object)
                )
            }
            #expect(states == [.removed(at: .sample(1), due: .sample(3601)), .live])
            #expect(usages == [0, 1000])
            #expect(links == [fixture.foreign])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a withdrawal takes the bytes from every home and leaves the links`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.with(engine) { fixture in
            let (withdrawal, usages, linked) = try await fixture.write { fixture, txn in
                try fixture.addNotes(txn)
                let id = fixture.notes.id
                try fixture.store.hold(
                    id,
                    by: fixture.otherHome,
                    reference: .random(),
                    begun: .sample(),
                    linkedTo: fixture.foreign,
                    in: txn
                )
                try fixture.store.withdraw(id, reason: "Malware.", terms: fixture.terms(4), in: txn)
                try fixture.store.withdraw(id, reason: "Again.", terms: fixture.terms(5), in: txn)
                return (
                    try fixture.store.attachment(id, in: txn)?.withdrawal,
                    try [fixture.home, fixture.otherHome].map { try fixture.store.usage(of: $0, in: txn) },
                    try fixture.store.attachments(linkedBy: fixture.event, in: txn).map(\.holding.state)
                )
            }
            #expect(withdrawal == Attachment.Withdrawal(reason: "Malware.", date: .sample(4)))
            #expect(usages == [0, 0])
            #expect(linked == [.removed(at: .sample(4), due: .sample(3604))])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `what was withdrawn is never linked again`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.with(engine) { fixture in
            let id = fixture.notes.id
            try await fixture.write { fixture, txn in
                try fixture.addNotes(txn)
                try fixture.store.withdraw(id, reason: "Malware.", terms: fixture.terms(), in: txn)
            }
            await #expect(throws: AttachmentStoreError.withdrawn(id, reason: "Malware.")) {
                try await fixture.write { fixture, txn in
                    try fixture.store.link(id, heldBy: fixture.home, to: fixture.copy, in: txn)
                }
            }
            await #expect(throws: AttachmentStoreError.withdrawn(id, reason: "Malware.")) {
                try await fixture.write { fixture, txn in
                    try fixture.store.hold(
                        id,
                        by: fixture.otherHome,
                        reference: .random(),
                        begun: .sample(),
                        linkedTo: fixture.foreign,
                        in: txn
                    )
                }
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a withdrawal brings forward what was removed before`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.with(engine) { fixture in
            let due = try await fixture.write { fixture, txn in
                try fixture.addNotes(txn)
                try fixture.store.unlinkAll(from: fixture.event, terms: fixture.terms(), in: txn)
                let now = RemovalTerms(now: .sample(10), grace: .zero)
                try fixture.store.withdraw(fixture.notes.id, reason: "Malware.", terms: now, in: txn)
                return try fixture.store.nextRelease(in: txn)
            }
            #expect(due == .sample(10))
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `an unknown attachment can not be withdrawn`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.with(engine) { fixture in
            await #expect(throws: AttachmentStoreError.unknown(fixture.notes.id)) {
                try await fixture.write { fixture, txn in
                    try fixture.store.withdraw(fixture.notes.id, reason: "", terms: fixture.terms(), in: txn)
                }
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a home keeps removed attachments up to a capacity, and what goes beyond has no grace`(
        engine: DatabaseEngine
    ) async throws {
        let all = (0..<3).map { _ in Attachment.sample(size: 10) }
        try await AttachmentFixture.with(engine) { fixture in
            let dues = try await fixture.write { fixture, txn in
                let terms = RemovalTerms(now: .sample(), grace: .seconds(60), capacity: 20)
                for attachment in all {
                    try fixture.store.add(attachment, heldBy: fixture.home, linkedTo: fixture.event, in: txn)
                    try fixture.store.unlink(attachment.id, from: fixture.event, terms: terms, in: txn)
                }
                return try all.map { try fixture.due(of: $0, txn) }
            }
            #expect(dues == [.sample(60), .sample(60), .sample()])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `what is live again, or begins to be released, makes room among what a home keeps`(
        engine: DatabaseEngine
    ) async throws {
        let all = (0..<3).map { _ in Attachment.sample(size: 10) }
        try await AttachmentFixture.with(engine) { fixture in
            let dues = try await fixture.write { fixture, txn in
                let terms = RemovalTerms(now: .sample(), grace: .seconds(60), capacity: 20)
                for attachment in all {
                    try fixture.store.add(attachment, heldBy: fixture.home, linkedTo: fixture.event, in: txn)
                }
                for _ in 0..<3 {
                    try fixture.store.unlink(all[0].id, from: fixture.event, terms: terms, in: txn)
                    try fixture.store.link(all[0].id, heldBy: fixture.home, to: fixture.event, in: txn)
                }
                let brief = RemovalTerms(now: .sample(), grace: .zero, capacity: 20)
                try fixture.store.unlink(all[1].id, from: fixture.event, terms: brief, in: txn)
                for second in [0, 60] { #expect(try fixture.beginReleases(second, txn).count == 1) }
                for index in [0, 2] {
                    try fixture.store.unlink(all[index].id, from: fixture.event, terms: terms, in: txn)
                }
                return try [0, 2].map { try fixture.due(of: all[$0], txn) }
            }
            #expect(dues == [.sample(60), .sample(60)])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `of many that go together those beyond the capacity have no grace`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.with(engine) { fixture in
            let attachments = (0..<250).map { _ in Attachment.sample(size: 10) }.sorted { $0.id.text < $1.id.text }
            try await fixture.write { fixture, txn in
                let store = fixture.store
                for attachment in attachments {
                    try store.add(attachment, heldBy: fixture.home, linkedTo: fixture.event, in: txn)
                }
                try store.link(attachments[0].id, heldBy: fixture.home, to: fixture.copy, in: txn)
                let terms = RemovalTerms(now: .sample(1), grace: .seconds(60), capacity: 1_234)
                let place = LinkedPlace(object: fixture.event, place: "", instances: "")
                let gone = try store.unlinkAll(from: place, terms: terms, in: txn)
                #expect(gone == attachments.dropFirst().map(\.id))
                let dues = try attachments.map { try fixture.due(of: $0, txn) }
                let expected = (0..<250).map { $0 == 0 ? nil : $0 <= 123 ? Date.sample(61) : .sample(1) }
                #expect(dues == expected)
                #expect(try store.usage(of: fixture.home, in: txn) == 10)
                let former = try attachments.map { try store.formerLinks(of: $0.id, in: fixture.home, txn).count }
                #expect(former == Array(repeating: 1, count: 250))
            }
        }
    }
}
