import FoundationEssentials
import HTTPSemantics
import HTTPTypes
import HummingbirdTesting
import Testing

@testable import FrontService

/// Entity tags and dates of what a COPY or MOVE has put in another place (RFC 4918 §8.8).
@Suite struct TransferValidatorTests {
    private let source = "/calendars/alice/calendar/e1.ics"
    private let target = "/calendars/alice/work/e1.ics"

    private func validators(of uri: String, on front: TestFront) async throws -> (tag: String, modified: Date) {
        let fields = try await front.send("HEAD", uri).headers
        let date = try #require(fields[.lastModified].flatMap(HTTPDate.parse))
        return (try #require(fields[.eTag]), date)
    }

    @Test(arguments: ["COPY", "MOVE"])
    func `RFC 4918 §8.8 an object that takes the place of another one has a tag and a date that are new there`(
        method: String
    ) async throws {
        try await TestFront.run { front in
            try await front.makeCalendar("/calendars/alice/work/")
            try await front.put(source, SampleEvent.text())
            let original = try await validators(of: source, on: front)
            front.clock.advance(by: 60)
            try await front.put(target, SampleEvent.text(summary: "old"))
            let replaced = try await validators(of: target, on: front)
            front.clock.advance(by: 60)
            #expect(try await front.transfer(method, source, to: target).status == .noContent)
            let transferred = try await validators(of: target, on: front)
            #expect(transferred.tag != original.tag)
            #expect(transferred.tag != replaced.tag)
            #expect(transferred.modified == replaced.modified.addingTimeInterval(60))
        }
    }

    @Test func `RFC 4918 §8.8 objects of a copied calendar have a new date, and those of a moved one keep theirs`()
        async throws
    {
        try await TestFront.run { front in
            try await front.put(source, SampleEvent.text())
            let original = try await validators(of: source, on: front)
            front.clock.advance(by: 60)
            let copy = try await front.transfer("COPY", "/calendars/alice/calendar/", to: "/calendars/alice/work/")
            #expect(copy.status == .created)
            let copied = try await validators(of: target, on: front)
            #expect(copied.modified == original.modified.addingTimeInterval(60))
            let move = try await front.transfer("MOVE", "/calendars/alice/calendar/", to: "/calendars/alice/work/")
            #expect(move.status == .noContent)
            let moved = try await validators(of: target, on: front)
            #expect(moved.tag == original.tag)
            #expect(moved.modified == original.modified)
        }
    }
}
