import AttachmentStore
import HTTPTypes
import HummingbirdTesting
import ICalendar
import Testing

@testable import FrontService

/// A client splits a series into two objects by two PUTs, in whichever order (RFC 8607 §3.7).
@Suite struct SplitSeriesTests {
    /// What is stored first.
    enum Order: CaseIterable {
        case shortenedFirst, restFirst
    }

    private struct Files: Sendable {
        let shared: AttachmentID
        let own: AttachmentID
    }

    /// Stores a series with two files that a user created; alice may write the calendar in any case.
    private func begin(_ test: AttachmentFront, by creator: String) async throws -> Files {
        try await test.front.put(SplitSeries.event, SampleEvent.text(uid: "s1@example.com"))
        let seeds = ["shared", "own"]
        var ids: [AttachmentID] = []
        for seed in seeds {
            let held = try await test.seed(
                Array(seed.utf8),
                createdBy: creator,
                heldBy: "alice",
                linkedTo: SplitSeries.event
            )
            ids.append(held.id)
        }
        let files = Files(shared: ids[0], own: ids[1])
        let whole = SplitSeries.whole(files.shared, own: files.own)
        try #require(try await test.put(whole, at: SplitSeries.event).status == .noContent)
        return files
    }

    private func split(_ test: AttachmentFront, _ files: Files, _ order: Order) async throws {
        let shorten = { _ = try await test.put(SplitSeries.shortened(files.shared), at: SplitSeries.event) }
        let rest = SplitSeries.rest(files.shared, own: files.own)
        if order == .shortenedFirst { try await shorten() }
        #expect(try await test.put(rest, at: SplitSeries.rest).status == .created)
        if order == .restFirst { try await shorten() }
    }

    private func ids(_ test: AttachmentFront, of uri: String) async throws -> [[String?]] {
        try await test.attachments(of: uri).map { $0.map { $0.parameter("MANAGED-ID") } }
    }

    @Test(arguments: Order.allCases, ["alice", "bob"])
    func `a series that is split keeps its files on both halves, whichever half is stored first`(
        order: Order,
        creator: String
    ) async throws {
        try await AttachmentFront.run { test in
            let files = try await begin(test, by: creator)
            try await split(test, files, order)
            #expect(try await ids(test, of: SplitSeries.event) == [[files.shared.text]])
            #expect(try await ids(test, of: SplitSeries.rest).first == [files.shared.text])
            #expect(try await test.links(of: files.shared) == 2)
            #expect(try await test.usage() == 9)
        }
    }

    @Test(arguments: Order.allCases, ["alice", "bob"])
    func `an override that goes to the new half takes its own file along`(
        order: Order,
        creator: String
    ) async throws {
        try await AttachmentFront.run { test in
            let files = try await begin(test, by: creator)
            try await split(test, files, order)
            #expect(try await ids(test, of: SplitSeries.rest).last == [files.shared.text, files.own.text])
            #expect(try await test.links(of: files.own) == 1)
            #expect(try await test.held(files.own)?.holding.state == .live)
        }
    }

    @Test func `what a colleague took away longer ago than the grace is nobody else's to link`() async throws {
        try await AttachmentFront.run { test in
            let files = try await begin(test, by: "bob")
            try await split(test, files, .restFirst)
            let grace = test.dependencies.configuration.attachments.grace
            _ = try await test.front.send("DELETE", SplitSeries.rest)
            test.front.clock.advance(by: Double(grace.components.seconds) + 1)
            let rest = SplitSeries.rest(files.shared, own: files.own)
            _ = try await test.put(rest, at: SplitSeries.rest)
            #expect(try await test.links(of: files.own) == 0)
        }
    }
}
