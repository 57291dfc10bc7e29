import AttachmentStore
import BlobModel
import FoundationEssentials
import MetadataStoreTesting
import SQLDatabase
import Testing

struct MigrationTests {
    @Test func `a database of the first three steps keeps everything`() async throws {
        try await Self.withMigrated { former, txn in
            let store = AttachmentStore()
            #expect(try store.holdings(of: former.shared.id, in: txn).map(\.reference) == former.sharedReferences)
            let linked = try store.attachments(linkedBy: former.event, in: txn)
            #expect(linked.map(\.attachment) == [former.shared, former.plain].sorted { $0.id.text < $1.id.text })
            #expect(linked.allSatisfy { $0.holding.domain == former.home && $0.holding.state == .live })
            #expect(try store.usage(of: former.home, in: txn) == 15)
            #expect(try store.usage(of: former.otherHome, in: txn) == 5)
            let removed = try store.held(former.update.id, by: former.home, in: txn)
            #expect(removed?.attachment == former.update)
            #expect(removed?.holding.state == .removed(at: .sample(), due: .sample(60)))
            #expect(try store.successors(of: former.plain.id, in: txn) == [former.update])
            #expect(try store.restorableLinks(from: former.event, limit: 9, in: txn).map(\.place) == ["calendar"])
            #expect(try store.attachment(former.withdrawn.id, in: txn)?.withdrawal?.reason == "Malware.")
        }
    }

    @Test func `scans, grants and references that were given up stay through the fourth step`() async throws {
        try await Self.withMigrated { former, txn in
            let store = AttachmentStore()
            #expect(try store.verdict(on: former.plain.blob, in: txn)?.finding == .due(.sample(7)))
            #expect(try store.grant(former.grant.reference, in: txn) == former.grant)
            #expect(try store.inventoryCount(in: txn) == 4)
            let references =
                former.sharedReferences + [former.plain, former.update, former.withdrawn].map(\.id.firstReference)
            let granted = former.grant.reference
            let existing = try store.existing(among: references + [granted, former.abandoned], in: txn)
            #expect(existing == Set(references.dropLast() + [granted]))
            let late: [(ReferenceID, Int)] = [(former.abandoned, 100), (.random(), 50)]
            for (reference, created) in late {
                let upload = Attachment.sample(AttachmentID(reference), size: 1, created: created)
                #expect(throws: AttachmentStoreError.abandoned(reference)) {
                    try store.add(upload, heldBy: former.home, linkedTo: former.event, in: txn)
                }
            }
        }
    }

    @Test func `the life of what was there before the fourth step goes on after it`() async throws {
        try await Self.withMigrated { former, txn in
            let store = AttachmentStore()
            // The copy of the first home has this reference.
            #expect(throws: SQLError.self) {
                try store.hold(
                    former.plain.id,
                    by: former.otherHome,
                    reference: former.sharedReferences[0],
                    begun: .sample(200),
                    linkedTo: LinkedObjectID("foreign"),
                    in: txn
                )
            }
            let begun = try store.beginReleases(due: .sample(60), limit: 9, leaseEnd: .sample(90), in: txn)
            #expect(begun.map(\.attachment) == [former.update.id])
            #expect(try store.completeRelease(of: former.update.id.firstReference, in: txn))
            #expect(
                try store.held(former.update.id, by: former.home, in: txn)?.holding.state
                    == .released(removedAt: .sample())
            )
            let place = LinkedPlace(object: former.event, place: "calendar", instances: "")
            let terms = RemovalTerms(now: .sample(90), grace: .seconds(60))
            let last = try store.unlinkAll(from: place, terms: terms, in: txn)
            #expect(Set(last) == [former.shared.id, former.plain.id])
            #expect(try store.usage(of: former.home, in: txn) == 0)
            #expect(try store.removals(of: nil, before: nil, in: txn).map(\.octets) == [15])
        }
    }

    @Test func `nothing of the former tables is left, and all foreign keys hold`() async throws {
        try await Self.withMigrated { _, txn in
            let names = try txn.query("SELECT name FROM sqlite_schema ORDER BY name", []).map { try $0.text("name") }
            #expect(names.filter { $0.contains("former") } == [])
            #expect(names.contains("attachment_holding_copy"))
            #expect(try txn.query("PRAGMA foreign_key_check", []).isEmpty)
            for table in ["attachment", "attachment_holding", "attachment_link", "attachment_removal"] {
                let keys = try txn.query("SELECT \"table\" AS parent FROM pragma_foreign_key_list(?)", [.text(table)])
                #expect(try keys.allSatisfy { try ["attachment", "attachment_holding"].contains($0.text("parent")) })
            }
        }
    }

    /// Hands a database to `body` that was filled at each of the first three steps, and then brought up to date.
    private static func withMigrated(
        _ body: @escaping @Sendable (FormerRows, any SQLTransaction) throws -> Void
    ) async throws {
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        let former = try FormerRows()
        let database = try await SQLiteDatabase.open(path: directory.path + "/metadata.sqlite")
        for step in 1...3 {
            try await database.migrate(AttachmentStore.migrations.filter { $0.number <= step })
            try await database.write { txn in try former.fill(step, txn) }
        }
        try await database.migrate(AttachmentStore.migrations)
        try await database.write { txn in try body(former, txn) }
        try await database.close()
    }
}
