import AttachmentStore
import BlobModel
import CalendarStore
import FoundationEssentials
import HTTPTypes
import HummingbirdTesting
import ICalendar
import SQLDatabase
import Testing

@testable import FrontService

/// What happens when the world changes between the look before a PUT and its transaction.
@Suite struct AttachmentParticipantTests {
    private static let event = AttachmentFront.event
    private static let source = "/calendars/bob/calendar/b.ics"

    private func write(of id: AttachmentID, _ test: AttachmentFront) async throws -> ObjectWrite {
        let line = "ATTACH;MANAGED-ID=\(id):https://cal.example.com/attachments/\(id)/seed.txt\r\n"
        let alice = try await test.principal("alice")
        let dependencies = test.front.dependencies
        let calendar = try await dependencies.database.read { txn in
            try dependencies.calendars.calendar(named: "calendar", of: alice.home, in: txn)
        }
        return ObjectWrite(
            principal: alice,
            owner: alice,
            calendar: try #require(calendar),
            name: "e1.ics",
            new: try CalendarObjectResource(parsing: Array(ScheduledEvent.attaching(line).utf8)),
            now: test.front.clock.now
        )
    }

    private func reconcile(
        _ participant: any ObjectWriteParticipant,
        _ test: AttachmentFront
    ) async throws -> ReconciledWrite {
        let old = try await test.object(at: Self.event)
        return try await test.front.dependencies.database.write { txn in
            let reconciled = try participant.reconcile(replacing: old, in: txn)
            try reconciled.stored(old.id, txn)
            return reconciled
        }
    }

    private func hook(_ test: AttachmentFront) -> AttachmentHook {
        AttachmentHook(dependencies: test.front.dependencies, releaser: test.releaser)
    }

    @Test func `a copy that another PUT made in the meantime is used, and ours released`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, SampleEvent.text())
            try await test.front.put(Self.source, SampleEvent.text(), as: "bob")
            let id = try await test.seed(createdBy: "alice", heldBy: "bob", linkedTo: Self.source).id
            let write = try await write(of: id, test)
            let first = try await hook(test).begin(write)
            let second = try await hook(test).begin(write)
            #expect(try await test.references().count == 2)
            _ = try await reconcile(first, test)
            await first.committed()
            _ = try await reconcile(second, test)
            await second.committed()
            try await test.settle()
            #expect(try await test.references().count == 1)
            let held = try #require(try await test.held(id))
            #expect(try await test.references() == [held.holding.reference])
            #expect(try await test.usage() == 4)
        }
    }

    @Test func `a PUT for which bytes must be copied after all is to be begun again, and succeeds then`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, SampleEvent.text())
            try await test.front.put(Self.source, SampleEvent.text(), as: "bob")
            let id = try await test.seed(createdBy: "alice", heldBy: "bob", linkedTo: Self.source).id
            let write = try await write(of: id, test)
            let other = "/calendars/alice/calendar/e2.ics"
            let data = String(decoding: write.new.serialised(), as: UTF8.self)
            let moved = data.replacing("UID:e1@example.com", with: "UID:e2@example.com")
            #expect(try await test.put(moved, at: other).status == .created)
            let participant = try await hook(test).begin(write)
            try await collect(id, linkedBy: other, test)
            await #expect(throws: ObjectWriteOutdated.self) { try await reconcile(participant, test) }
            await participant.rolledBack()
            #expect(try await test.put(data).status == .noContent)
            #expect(try await test.held(id)?.holding.state == .live)
        }
    }

    /// Deletes the last object that links an attachment, and begins the release of alice's copy.
    private func collect(_ id: AttachmentID, linkedBy uri: String, _ test: AttachmentFront) async throws {
        #expect(try await test.front.send("DELETE", uri).status == .noContent)
        let dependencies = test.front.dependencies
        let late = test.front.clock.now.addingTimeInterval(365 * 24 * 3600)
        try await dependencies.database.write { txn in
            let releases = try dependencies.attachments.beginReleases(due: late, limit: 9, leaseEnd: late, in: txn)
            #expect(releases.map(\.attachment) == [id])
        }
    }
}
