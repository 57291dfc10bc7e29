import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
import WebDAV

@testable import FrontService

@Suite struct HistoryPrunerTests {
    private let calendar = "/calendars/alice/calendar/"

    private func sync(_ token: String) -> String {
        """
        <D:sync-collection><D:sync-token>\(token)</D:sync-token><D:sync-level>1</D:sync-level><D:prop/>\
        </D:sync-collection>
        """
    }

    private func prune(_ front: TestFront) async throws -> Int {
        try await HistoryPruner(dependencies: front.dependencies, logger: .silent).workOff()
    }

    @Test func `RFC 6578 §3.2 a token from before a removal is good for three months, and refused after six`()
        async throws
    {
        try await TestFront.run { front in
            try await front.put(calendar + "a", SampleEvent.text(uid: "a"))
            let token = try syncToken(of: try await front.report(sync(""), at: calendar))
            _ = try await front.send("DELETE", calendar + "a")
            let first = try await prune(front)
            #expect(first == 3)
            let again = try await prune(front)
            #expect(again == 0)
            let known = try Multistatus(try await front.report(sync(token), at: calendar))
            #expect(known.entries[calendar + "a"]?.status == "HTTP/1.1 404 Not Found")

            front.clock.advance(by: 91 * 86_400)
            let second = try await prune(front)
            #expect(second == 3)
            let forgotten = try await front.report(sync(token), at: calendar)
            #expect(try precondition(of: forgotten)?.name == Precondition.validSyncToken.name)
        }
    }
}
