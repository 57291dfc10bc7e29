import AttachmentStore
import BlobModel
import FoundationEssentials
import MetadataStoreTesting
import SQLDatabase
import Testing

struct QueryPlanTests {
    @Test func `every statement finds its rows by a key`() async throws {
        try await AttachmentFixture.with(.sqlite) { fixture in
            let scans = try await fixture.write { fixture, txn in
                let recorder = PlanRecorder(txn)
                try Self.useHoldings(fixture, recorder)
                try Self.useLinks(fixture, recorder)
                try Self.useRemoval(fixture, recorder)
                try Self.useGrants(fixture, recorder)
                try Self.useScans(fixture, recorder)
                try Self.useListings(fixture, recorder)
                return recorder.scans
            }
            // It reads one entry of the index on the due date.
            let firstDue = "SELECT due FROM attachment_outbox ORDER BY due LIMIT 1"
            #expect(scans.filter { !$0.hasSuffix(firstDue) } == [])
            #expect(scans.contains { $0.contains("USING COVERING INDEX attachment_outbox_due: \(firstDue)") })
        }
    }

    @Test func `grants that are given up are found by an index, in whose order they come`() async throws {
        try await AttachmentFixture.with(.sqlite) { fixture in
            let (searches, sorts) = try await fixture.write { fixture, txn in
                let recorder = PlanRecorder(txn)
                try Self.useGrants(fixture, recorder)
                _ = try fixture.store.giveUpGrants(.granted, before: .sample(), now: .sample(), limit: 1, in: recorder)
                return (recorder.searches, recorder.sorts)
            }
            #expect(searches.contains { $0.hasSuffix("upload_grant_state (state=? AND created<?)") }, "\(searches)")
            #expect(sorts.filter { $0.contains("upload_grant") } == [])
        }
    }

    @Test func `links that went are counted and listed in the order of an index`() async throws {
        try await AttachmentFixture.with(.sqlite) { fixture in
            let (searches, sorts) = try await fixture.write { fixture, txn in
                let recorder = PlanRecorder(txn)
                try fixture.addNotes(txn)
                try fixture.store.unlinkAll(from: fixture.event, terms: fixture.terms(), in: recorder)
                _ = try fixture.store.restorableLinks(from: fixture.event, limit: 9, in: recorder)
                return (recorder.searches, recorder.sorts)
            }
            let byAge = "attachment_removal_removed (attachment=? AND domain=? AND removed<?)"
            #expect(searches.contains { $0.hasSuffix(byAge) }, "\(searches)")
            #expect(searches.contains { $0.hasSuffix("INDEX attachment_removal_removed (attachment=? AND domain=?)") })
            #expect(sorts.filter { $0.contains("attachment_removal") } == [])
        }
    }

    @Test func `an addition is four statements, a further link three`() async throws {
        try await AttachmentFixture.with(.sqlite) { fixture in
            let counts = try await fixture.write { fixture, txn in
                let (addition, link) = (PlanRecorder(txn), PlanRecorder(txn))
                try fixture.addNotes(addition)
                try fixture.store.link(fixture.notes.id, heldBy: fixture.home, to: fixture.copy, in: link)
                return [addition.statementCount, link.statementCount]
            }
            #expect(counts == [4, 3])
        }
    }

    @Test func `an object loses a hundred attachments in as many statements as one`() async throws {
        try await AttachmentFixture.with(.sqlite) { fixture in
            let counts = try await fixture.write { fixture, txn in
                try [1, 100].map { number in
                    for _ in 0..<number {
                        let attachment = Attachment.sample(size: 1)
                        try fixture.store.add(attachment, heldBy: fixture.home, linkedTo: fixture.event, in: txn)
                    }
                    let recorder = PlanRecorder(txn)
                    let gone = try fixture.store.unlinkAll(from: fixture.event, terms: fixture.terms(), in: recorder)
                    #expect(gone.count == number)
                    return recorder.statementCount
                }
            }
            #expect(counts == [8, 8])
        }
    }

    private static func useHoldings(_ fixture: AttachmentFixture, _ txn: any SQLTransaction) throws {
        let id = fixture.notes.id
        try fixture.addNotes(txn)
        try fixture.store.hold(
            id,
            by: fixture.otherHome,
            reference: .random(),
            begun: .sample(),
            linkedTo: fixture.foreign,
            in: txn
        )
        _ = try fixture.store.attachments([id, .random()], in: txn)
        _ = try fixture.store.held(id, by: fixture.home, in: txn)
        _ = try fixture.store.holdings(of: id, in: txn)
        _ = try fixture.store.usage(of: fixture.home, in: txn)
    }

    private static func useLinks(_ fixture: AttachmentFixture, _ txn: any SQLTransaction) throws {
        let id = fixture.notes.id
        _ = try fixture.store.attachments(linkedBy: fixture.event, in: txn)
        _ = try fixture.store.linkedAttachments(of: fixture.event, in: txn)
        _ = try fixture.store.links(of: id, in: txn)
        _ = try fixture.store.hasLinks(id, beyond: 8, in: txn)
        _ = try fixture.store.formerLinks(of: id, in: fixture.home, txn)
        _ = try fixture.store.formerLinks(of: id, in: txn)
        _ = try fixture.store.restorableLinks(from: fixture.event, limit: 9, in: txn)
        try fixture.store.copyLinks(of: fixture.event, to: fixture.copy, in: txn)
        try fixture.store.unlinkAll(from: fixture.event, terms: fixture.terms(), in: txn)
        try fixture.store.link(id, heldBy: fixture.home, to: fixture.copy, in: txn)
        try fixture.store.link(id, heldBy: fixture.home, to: fixture.copy, in: txn)
    }

    private static func useRemoval(_ fixture: AttachmentFixture, _ txn: any SQLTransaction) throws {
        _ = try fixture.store.removeHoldings(of: fixture.home, after: nil, limit: 99, terms: fixture.terms(), in: txn)
        try fixture.store.withdraw(fixture.notes.id, reason: "Malware.", terms: fixture.terms(), in: txn)
        _ = try fixture.beginReleases(9000, limit: 1, txn)
        let reference = fixture.notes.id.firstReference
        try fixture.store.postponeRelease(of: reference, until: .sample(), in: txn)
        try fixture.store.completeRelease(of: reference, in: txn)
        _ = try fixture.store.nextRelease(in: txn)
        try fixture.store.discard(reference, in: fixture.home, due: .sample(), in: txn)
        _ = try fixture.store.liveHoldings(of: fixture.home, in: txn)
        _ = try fixture.store.beginReleases(heldBy: fixture.otherHome, leaseEnd: .sample(), in: txn)
        _ = try fixture.store.existing(among: [reference, .random()], in: txn)
        let node = try NodeID(validating: "node-1")
        for instant in [Date.sample(), .sample(1_000_000)] {
            _ = try fixture.store.abandonMissing(among: [.random()], askedBy: node, now: instant, in: txn)
        }
    }

    private static func useGrants(_ fixture: AttachmentFixture, _ txn: any SQLTransaction) throws {
        let grant = fixture.grant()
        try fixture.store.grant(grant, in: txn)
        _ = try fixture.store.grant(grant.reference, in: txn)
        _ = try fixture.store.openGrant(grant.reference, now: .sample(), in: txn)
        _ = try fixture.store.renewGrant(grant.reference, now: .sample(), in: txn)
        _ = try fixture.store.openGrants(of: grant.principal, now: .sample(), in: txn)
        _ = try fixture.store.giveUpGrants(.opened, before: .sample(1), now: .sample(1), limit: 1, in: txn)
        try fixture.store.giveUpAllGrants(now: .sample(1), in: txn)
        _ = try fixture.store.forgetGrants(endedBefore: .sample(2), limit: 1, in: txn)
    }

    private static func useScans(_ fixture: AttachmentFixture, _ txn: any SQLTransaction) throws {
        let blob = fixture.notes.blob
        try fixture.store.record(StoredVerdict(on: blob, .due(.sample())), in: txn)
        _ = try fixture.store.verdict(on: blob, in: txn)
        _ = try fixture.store.beginScans(due: .sample(), limit: 1, leaseEnd: .sample(60), in: txn)
        _ = try fixture.store.forgetVerdicts(checkedBefore: .sample(), after: nil, limit: 1, in: txn)
        try fixture.store.forgetVerdict(on: blob, in: txn)
    }

    private static func useListings(_ fixture: AttachmentFixture, _ txn: any SQLTransaction) throws {
        let (store, id) = (fixture.store, fixture.notes.id)
        let key = try #require(try store.holdings(of: id, in: txn).first).key
        for domain in [fixture.home, nil] {
            let filter = HoldingFilter(domain: domain, phases: [.removed], isWithdrawn: true)
            _ = try store.holdings(matching: filter, after: key, limit: 9, in: txn)
        }
        _ = try store.inventory(after: key, limit: 9, in: txn)
        _ = try store.successors(of: id, in: txn)
        _ = try store.attachments(withBytes: fixture.notes.blob, in: txn)
        _ = try store.removals(of: fixture.home, before: .sample(), in: txn)
        _ = try store.endGrace(of: fixture.home, removedBefore: .sample(), now: .sample(), limit: 9, in: txn)
    }
}
