import AttachmentStore
import BlobModel
import CalendarStore
import FoundationEssentials
import HTTPTypes
import HummingbirdTesting
import ManagedAttachments
import SQLDatabase
import ServiceSupport
import Testing

@testable import FrontService

@Suite struct AdmittedPlanTests {
    private func place(_ test: AttachmentFront) async throws -> AttachmentPlace {
        let path = try #require(ObjectPath(try ResourcePath(parsing: AttachmentFront.event)))
        let dependencies = test.dependencies
        let alice = try await test.principal("alice")
        return try await dependencies.database.read { txn in
            let found = try dependencies.resolver.object(at: path, for: alice, requiring: .read, in: txn)
            return AttachmentPlace(try #require(found.summary), in: found.place)
        }
    }

    private func planned(for place: AttachmentPlace, _ test: AttachmentFront) async throws -> PlannedAction {
        let planner = test.dependencies.planner
        let id = AttachmentID.random()
        let target = try AttachmentTarget(try await test.object(at: AttachmentFront.event).data, at: place)
        let action = AddAttachment(
            id: id,
            instances: .all,
            label: AttachmentLabel(mediaType: "text/plain", filename: "a.txt"),
            planner: planner,
            now: test.dependencies.now()
        )
        return try await test.dependencies.database.read { txn in try action.plan(on: target, size: 5, in: txn) }
    }

    @Test func `a plan is good for the data and the size that it was made from, and for no other`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(AttachmentFront.event, SampleEvent.text())
            let before = try await place(test)
            let planned = try await planned(for: before, test)
            let kept = try #require(AdmittedPlan(planned, at: before, size: 5, in: test.dependencies.planRoom))
            #expect(kept.plan(at: before, size: 5)?.object == planned.object)
            #expect(kept.plan(at: before, size: 6) == nil)
            _ = try await test.added()
            let after = try await place(test)
            #expect(after.object.id == before.object.id)
            #expect(kept.plan(at: after, size: 5) == nil)
        }
    }

    @Test func `an event that was deleted and put again is another one`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(AttachmentFront.event, SampleEvent.text())
            let before = try await place(test)
            let planned = try await planned(for: before, test)
            let kept = try #require(AdmittedPlan(planned, at: before, size: 5, in: test.dependencies.planRoom))
            _ = try await test.front.send("DELETE", AttachmentFront.event)
            try await test.front.put(AttachmentFront.event, SampleEvent.text())
            #expect(kept.plan(at: try await place(test), size: 5) == nil)
        }
    }

    @Test func `a plan of much data is kept while its home has room for all that is kept`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(AttachmentFront.event, LongEvent.text)
            let place = try await place(test)
            let planned = try await planned(for: place, test)
            let octets = planned.object.data.count
            try #require(octets > AdmittedPlan.freeOctets)
            let limits = BudgetLimits(total: 3 * octets, share: octets + 1)
            let room = SharedBudget<DedupDomain>(limits)
            var kept = AdmittedPlan(planned, at: place, size: 5, in: room)
            #expect(kept?.plan(at: place, size: 5) != nil)
            #expect(AdmittedPlan(planned, at: place, size: 5, in: room) == nil)
            kept = nil
            #expect(AdmittedPlan(planned, at: place, size: 5, in: room) != nil)
        }
    }

    @Test func `adding and removing leaves the entry of the index complete`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(AttachmentFront.event, SampleEvent.text())
            let id = try await test.added()
            #expect(try await test.remove(id).status == .noContent)
            let store = test.dependencies.calendars
            let incomplete = try await test.dependencies.database.read { txn in
                try store.objectsToIndex(until: .max, limit: 10, in: txn)
            }
            #expect(incomplete.isEmpty)
        }
    }

    @Test func `an event that has got a file is found by its time as before`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(AttachmentFront.event, SampleEvent.text())
            let spans = { () async throws -> Int in
                try await test.dependencies.database.read { txn in
                    Int(try txn.query("SELECT COUNT(*) AS n FROM calendar_occurrence", []).first?.integer("n") ?? 0)
                }
            }
            let before = try await spans()
            try #require(before > 0)
            _ = try await test.added()
            #expect(try await spans() == before)
        }
    }
}
