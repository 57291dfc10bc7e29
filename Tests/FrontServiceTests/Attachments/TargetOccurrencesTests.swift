import CalendarStore
import HTTPTypes
import HummingbirdTesting
import SQLDatabase
import Testing
import WebDAV

@testable import FrontService

@Suite struct TargetOccurrencesTests {
    private func target(_ test: AttachmentFront) async throws -> AttachmentTarget {
        let path = try #require(ObjectPath(try ResourcePath(parsing: AttachmentFront.event)))
        let dependencies = test.dependencies
        let alice = try await test.principal("alice")
        let object = try await test.object(at: AttachmentFront.event)
        return try await dependencies.database.read { txn in
            let found = try dependencies.resolver.object(at: path, for: alice, requiring: .read, in: txn)
            return try AttachmentTarget(object, in: found.place)
        }
    }

    @Test func `what was calculated before the transaction counts for the resource that was read alone`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(AttachmentFront.event, SampleEvent.text())
            let now = test.dependencies.now()
            let before = try await target(test)
            let occurrences = TargetOccurrences(before, now: now)
            #expect(occurrences.entry(for: before) == OccurrenceIndexEntry(indexing: before.resource, now: now))
            _ = try await test.added()
            let after = try await target(test)
            #expect(occurrences.entry(for: after) == .notIndexed)
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
}
