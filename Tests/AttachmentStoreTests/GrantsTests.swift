import AttachmentStore
import BlobModel
import FoundationEssentials
import MetadataStoreTesting
import SQLDatabase
import Testing

struct GrantsTests {
    @Test(arguments: DatabaseEngine.all)
    func `a grant is found as it was given`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.writing(engine) { fixture, txn in
            let grant = fixture.grant()
            try fixture.store.grant(grant, in: txn)
            #expect(try fixture.store.grant(grant.reference, in: txn) == grant)
            #expect(try fixture.store.grant(.random(), in: txn) == nil)
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a grant is opened once`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.writing(engine) { fixture, txn in
            let grant = fixture.grant()
            try fixture.store.grant(grant, in: txn)
            let opened = try fixture.store.openGrant(grant.reference, now: .sample(599), in: txn)
            #expect(opened?.state == .opened)
            #expect(opened?.opened == .sample(599))
            #expect(opened?.octets == grant.octets)
            #expect(try fixture.store.openGrant(grant.reference, now: .sample(599), in: txn) == nil)
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a grant that has expired or ended is not opened`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.writing(engine) { fixture, txn in
            let (late, ended) = (fixture.grant(), fixture.grant())
            for grant in [late, ended] { try fixture.store.grant(grant, in: txn) }
            #expect(try fixture.store.openGrant(late.reference, now: .sample(600), in: txn) == nil)
            #expect(try fixture.store.end(ended.reference, as: .givenUp, now: .sample(1), in: txn))
            #expect(try fixture.store.openGrant(ended.reference, now: .sample(2), in: txn) == nil)
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a grant ends once, and its answer stays`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.writing(engine) { fixture, txn in
            let (store, grant) = (fixture.store, fixture.grant())
            try store.grant(grant, in: txn)
            _ = try store.openGrant(grant.reference, now: .sample(), in: txn)
            #expect(try store.end(grant.reference, as: .completed(answer: "201"), now: .sample(9), in: txn))
            #expect(try !store.end(grant.reference, as: .refused(answer: "412"), now: .sample(10), in: txn))
            let found = try store.grant(grant.reference, in: txn)
            #expect(found?.state == .completed)
            #expect(found?.answer == "201")
            #expect(found?.ended == .sample(9))
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `only open grants count for their principal`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.writing(engine) { fixture, txn in
            let (store, grants) = (fixture.store, (0..<3).map { _ in fixture.grant() })
            for grant in grants { try store.grant(grant, in: txn) }
            _ = try store.openGrant(grants[0].reference, now: .sample(), in: txn)
            try store.end(grants[1].reference, as: .refused(answer: ""), now: .sample(), in: txn)
            #expect(try store.openGrants(of: "principal", now: .sample(599), in: txn) == 2)
            #expect(try store.openGrants(of: "another", now: .sample(599), in: txn) == 0)
            // What was opened counts on; what nobody opened in time is not waited for.
            #expect(try store.openGrants(of: "principal", now: .sample(600), in: txn) == 1)
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `what a grant was bound to goes with its end, unless it is completed`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.writing(engine) { fixture, txn in
            let ends: [UploadGrant.End] = [.completed(answer: "201"), .refused(answer: "412"), .givenUp]
            for end in ends {
                let grant = fixture.grant()
                try fixture.store.grant(grant, in: txn)
                try fixture.store.end(grant.reference, as: end, now: .sample(1), in: txn)
                let octets = try fixture.store.grant(grant.reference, in: txn)?.octets
                #expect(octets == (end == .completed(answer: "201") ? grant.octets : [0]))
            }
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a grant that was opened is not ended as one that was not`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.writing(engine) { fixture, txn in
            let (store, grant) = (fixture.store, fixture.grant())
            try store.grant(grant, in: txn)
            _ = try store.openGrant(grant.reference, now: .sample(), in: txn)
            let refused = UploadGrant.End.refused(answer: "412")
            #expect(try !store.end(grant.reference, as: refused, from: .granted, now: .sample(1), in: txn))
            #expect(try store.end(grant.reference, as: refused, from: .opened, now: .sample(1), in: txn))
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `grants that are open for too long are given up by their state`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.writing(engine) { fixture, txn in
            let (store, grants) = (fixture.store, [fixture.grant(), fixture.grant(at: 5), fixture.grant(at: 9)])
            for grant in grants { try store.grant(grant, in: txn) }
            let opened = try store.openGrant(grants[0].reference, now: .sample(), in: txn)
            let unused = try store.giveUpGrants(.granted, before: .sample(9), now: .sample(20), limit: 9, in: txn)
            #expect(unused == [grants[1]])
            let late = try store.giveUpGrants(.opened, before: .sample(9), now: .sample(20), limit: 9, in: txn)
            #expect(late == [opened])
            #expect(try store.grant(grants[0].reference, in: txn)?.state == .givenUp)
            #expect(try store.grant(grants[2].reference, in: txn)?.state == .granted)
            #expect(try store.giveUpAllGrants(now: .sample(21), in: txn) == 1)
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a grant whose upload goes on is not given up, and none but an opened one is renewed`(
        engine: DatabaseEngine
    ) async throws {
        try await AttachmentFixture.writing(engine) { fixture, txn in
            let (store, grants) = (fixture.store, (0..<3).map { _ in fixture.grant() })
            for grant in grants { try store.grant(grant, in: txn) }
            for grant in grants[..<2] { _ = try store.openGrant(grant.reference, now: .sample(), in: txn) }
            #expect(try store.renewGrant(grants[0].reference, now: .sample(10), in: txn))
            #expect(try !store.renewGrant(grants[2].reference, now: .sample(10), in: txn))
            let late = try store.giveUpGrants(.opened, before: .sample(10), now: .sample(20), limit: 9, in: txn)
            #expect(late.map(\.reference) == [grants[1].reference])
            #expect(try !store.renewGrant(grants[1].reference, now: .sample(21), in: txn))
            let last = try store.giveUpGrants(.opened, before: .sample(11), now: .sample(22), limit: 9, in: txn)
            #expect(last.map(\.reference) == [grants[0].reference])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `what ended long ago is forgotten`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.writing(engine) { fixture, txn in
            let (store, grants) = (fixture.store, (0..<3).map { _ in fixture.grant() })
            for grant in grants { try store.grant(grant, in: txn) }
            try store.end(grants[0].reference, as: .givenUp, now: .sample(10), in: txn)
            try store.end(grants[1].reference, as: .givenUp, now: .sample(20), in: txn)
            #expect(try store.forgetGrants(endedBefore: .sample(20), limit: 9, in: txn) == 1)
            let left = try grants.compactMap { try store.grant($0.reference, in: txn)?.reference }
            #expect(left == [grants[1].reference, grants[2].reference])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `a recount keeps the bytes of an upload that may still be completed`(engine: DatabaseEngine) async throws {
        try await AttachmentFixture.writing(engine) { fixture, txn in
            let (store, grants) = (fixture.store, (0..<3).map { _ in fixture.grant() })
            for grant in grants { try store.grant(grant, in: txn) }
            _ = try store.openGrant(grants[1].reference, now: .sample(), in: txn)
            try store.end(grants[2].reference, as: .givenUp, now: .sample(), in: txn)
            let existing = try store.existing(among: grants.map(\.reference), in: txn)
            #expect(existing == [grants[0].reference, grants[1].reference])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `no recount has the reference of an open grant given up, nor is it discarded`(
        engine: DatabaseEngine
    ) async throws {
        try await AttachmentFixture.writing(engine) { fixture, txn in
            let (store, grants) = (fixture.store, (0..<3).map { _ in fixture.grant() })
            for grant in grants { try store.grant(grant, in: txn) }
            _ = try store.openGrant(grants[1].reference, now: .sample(), in: txn)
            try store.end(grants[2].reference, as: .givenUp, now: .sample(), in: txn)
            let references = grants.map(\.reference)
            let node = try NodeID(validating: "node-1")
            let missing = try store.abandonMissing(among: references, askedBy: node, now: .sample(9), in: txn)
            #expect(missing == [references[2]])
            let discarded = try references.map {
                try store.discard($0, in: fixture.home, due: .sample(), in: txn)
            }
            #expect(discarded == [false, false, true])
        }
    }

    @Test(arguments: DatabaseEngine.all)
    func `the upload of an open grant becomes an attachment after a recount asked for it`(
        engine: DatabaseEngine
    ) async throws {
        try await AttachmentFixture.writing(engine) { fixture, txn in
            let (store, grant, node) = (fixture.store, fixture.grant(), try NodeID(validating: "node-1"))
            try store.grant(grant, in: txn)
            _ = try store.openGrant(grant.reference, now: .sample(), in: txn)
            _ = try store.abandonMissing(among: [grant.reference], askedBy: node, now: .sample(5), in: txn)
            let upload = Attachment.sample(AttachmentID(grant.reference), size: 10)
            try store.add(upload, heldBy: fixture.home, linkedTo: fixture.event, in: txn)
            #expect(try store.end(grant.reference, as: .completed(answer: "201"), now: .sample(6), in: txn))
            #expect(try store.existing(among: [grant.reference], in: txn) == [grant.reference])
        }
    }
}
