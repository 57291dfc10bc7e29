import AttachmentStore
import BlobModel
import FoundationEssentials
import MetadataStoreTesting
import SQLDatabase
import Testing

struct FormerLinksTests {
    private static let place = LinkedPlace(object: LinkedObjectID("event"), place: "calendar", instances: "M,20260101")

    @Test(arguments: DatabaseEngine.all)
    func `a link that went is remembered with its place`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.writing(engine) { fixture, txn in
            let (store, id) = (fixture.store, fixture.notes.id)
            try fixture.addNotes(txn)
            try store.unlink(id, from: Self.place, terms: fixture.terms(5), in: txn)
            let expected = [FormerLink(id, in: fixture.home, from: Self.place, removed: .sample(5))]
            #expect(try store.formerLinks(of: id, in: fixture.home, txn) == expected)
            #expect(try store.restorableLinks(from: fixture.event, limit: 9, in: txn) == expected)
            #expect(try store.formerLinks(of: id, in: fixture.otherHome, txn) == [])
            #expect(try store.formerLinks(of: .random(), in: txn) == [])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a link that was not there is not remembered`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.writing(engine) { fixture, txn in
            let id = fixture.notes.id
            try fixture.addNotes(txn)
            try fixture.store.unlink(id, from: fixture.copy, terms: fixture.terms(), in: txn)
            #expect(try fixture.store.formerLinks(of: id, in: txn) == [])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `former links are listed with the latest removal first`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.writing(engine) { fixture, txn in
            let (store, id) = (fixture.store, fixture.notes.id)
            try fixture.addNotes(txn)
            try store.link(id, heldBy: fixture.home, to: fixture.copy, in: txn)
            try store.unlinkAll(from: fixture.event, terms: fixture.terms(5), in: txn)
            try store.unlinkAll(from: fixture.copy, terms: fixture.terms(6), in: txn)
            let objects = try store.formerLinks(of: id, in: txn).map(\.object)
            #expect(objects == [fixture.copy, fixture.event])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a link that is there again is not a former one`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.writing(engine) { fixture, txn in
            let (store, id) = (fixture.store, fixture.notes.id)
            try fixture.addNotes(txn)
            try store.unlinkAll(from: fixture.event, terms: fixture.terms(), in: txn)
            try store.link(id, heldBy: fixture.home, to: fixture.copy, in: txn)
            #expect(try store.formerLinks(of: id, in: txn).map(\.object) == [fixture.event])
            try store.copyLinks(of: fixture.copy, to: fixture.event, in: txn)
            #expect(try store.formerLinks(of: id, in: txn) == [])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `former links are forgotten when the release begins`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.writing(engine) { fixture, txn in
            let (store, id) = (fixture.store, fixture.notes.id)
            try fixture.addNotes(txn)
            try store.unlinkAll(from: fixture.event, terms: fixture.terms(), in: txn)
            #expect(try fixture.beginReleases(3599, txn) == [])
            #expect(try store.formerLinks(of: id, in: txn).count == 1)
            #expect(try fixture.beginReleases(3600, txn).count == 1)
            #expect(try store.formerLinks(of: id, in: txn) == [])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a link that goes when the bytes are gone is not remembered`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.writing(engine) { fixture, txn in
            let (store, id) = (fixture.store, fixture.notes.id)
            try fixture.addNotes(txn)
            try store.withdraw(id, reason: "Malware.", terms: fixture.terms(), in: txn)
            _ = try fixture.beginReleases(3600, txn)
            try store.unlinkAll(from: fixture.event, terms: fixture.terms(3601), in: txn)
            #expect(try store.formerLinks(of: id, in: txn) == [])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `what a copy that is kept remembers does not grow beyond the grace`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.writing(engine) { fixture, txn in
            let (store, id) = (fixture.store, fixture.notes.id)
            try fixture.addNotes(txn)
            for turn in 0..<10 {
                let object = LinkedObjectID("copy-\(turn)")
                try store.link(id, heldBy: fixture.home, to: object, in: txn)
                try store.unlinkAll(from: object, terms: fixture.terms(turn * 1800), in: txn)
            }
            let objects = try store.formerLinks(of: id, in: txn).map(\.object.text)
            #expect(objects == ["copy-9", "copy-8", "copy-7"])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `what a copy that is kept remembers does not grow beyond a thousand links`(
        engine: DatabaseEngine
    ) async throws {
        try await AttachmentFixture.writing(engine) { fixture, txn in
            let (store, id) = (fixture.store, fixture.notes.id)
            try fixture.addNotes(txn)
            for turn in 0..<1_003 {
                let object = LinkedObjectID("copy-\(turn)")
                try store.link(id, heldBy: fixture.home, to: object, in: txn)
                try store.unlinkAll(from: object, terms: fixture.terms(turn), in: txn)
            }
            let former = try store.formerLinks(of: id, in: fixture.home, txn)
            #expect(former.count == 1_000)
            #expect(former.first?.object.text == "copy-1002")
            #expect(former.last?.object.text == "copy-3")
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a withdrawn attachment hides no link that an object can have back`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.writing(engine) { fixture, txn in
            let (store, id, event) = (fixture.store, fixture.notes.id, fixture.event)
            try fixture.addNotes(txn)
            try store.unlinkAll(from: event, terms: fixture.terms(5), in: txn)
            let malware = Attachment.sample(size: 5)
            try store.add(malware, heldBy: fixture.home, linkedTo: event, in: txn)
            try store.unlinkAll(from: event, terms: fixture.terms(6), in: txn)
            #expect(try store.restorableLinks(from: event, limit: 1, in: txn).map(\.attachment) == [malware.id])
            try store.withdraw(malware.id, reason: "Malware.", terms: fixture.terms(7), in: txn)
            #expect(try store.restorableLinks(from: event, limit: 1, in: txn).map(\.attachment) == [id])
        }
    }
}
