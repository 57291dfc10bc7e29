import AttachmentStore
import BlobModel
import CalDAV
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
import WebDAV

@testable import FrontService

@Suite struct RemoveAttachmentTests {
    @Test func `RFC 8607 §3.6 removing returns 204 without Cal-Managed-ID`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(AttachmentFront.event, ScheduledEvent.recurring())
            let id = try await test.added()
            let response = try await test.remove(id)
            #expect(response.status == .noContent)
            #expect(response.headers[.calManagedID] == nil)
            #expect(response.headers[.eTag] == nil)
            #expect(try await test.attachments().map(\.count) == [0, 0])
        }
    }

    @Test func `RFC 8607 §3.6 with return=representation, 200 has the calendar data`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(AttachmentFront.event, SampleEvent.text())
            let id = try await test.added()
            let response = try await test.remove(id, ["Prefer": "return=representation"])
            #expect(response.status == .ok)
            #expect(response.headers[.calManagedID] == nil)
            let current = try await test.front.send("GET", AttachmentFront.event)
            #expect(response.body == current.body)
            #expect(response.headers[.eTag] == current.headers[.eTag])
        }
    }

    @Test func `the last link gone marks the attachment removed, and the bytes stay for the grace`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(AttachmentFront.event, SampleEvent.text())
            let id = try await test.added()
            _ = try await test.remove(id)
            guard case .removed? = try await test.held(id)?.holding.state else {
                Issue.record("The attachment is not removed.")
                return
            }
            #expect(try await test.usage() == 0)
            try await test.settle()
            #expect(try await test.references() == [id.firstReference])
        }
    }

    @Test func `RFC 8607 §3.6 removing twice is valid-managed-id`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(AttachmentFront.event, SampleEvent.text())
            let id = try await test.added()
            _ = try await test.remove(id)
            let again = try await test.remove(id)
            #expect(again.status == .forbidden)
            #expect(try precondition(of: again)?.name == Precondition.validManagedID.name)
        }
    }

    @Test func `a removal with a stale If-Match is 412 and changes nothing`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(AttachmentFront.event, SampleEvent.text())
            let id = try await test.added()
            #expect(try await test.remove(id, ["If-Match": "\"old\""]).status == .preconditionFailed)
            #expect(try await test.links(of: id) == 1)
        }
    }

    @Test func `what a home removes beyond its quota has no grace, so that it never keeps more than twice its quota`()
        async throws
    {
        try await AttachmentFront.run(configure: { $0.quotaBytes = 5 }) { test in
            try await test.front.put(AttachmentFront.event, SampleEvent.text())
            let first = try await test.added("Hello")
            #expect(try await test.remove(first).status == .noContent)
            for number in 0..<3 {
                let next = try await test.added("No. \(number)")
                #expect(try await test.remove(next).status == .noContent)
            }
            try await test.settle()
            #expect(try await test.references() == [first.firstReference])
        }
    }
}
