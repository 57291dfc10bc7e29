import BlobModel
import CalendarStore
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import SQLDatabase
import ServiceSupport
import Testing

@testable import FrontService

@Suite struct AdditionCostTests {
    private static let event = AttachmentFront.event

    private func run(
        _ body: @escaping @Sendable (AttachmentFront, StatementTally) async throws -> Void
    ) async throws {
        let tally = StatementTally()
        let database: @Sendable (any SQLDatabase) -> any SQLDatabase = { TallyingDatabase(base: $0, tally: tally) }
        try await AttachmentFront.run(database: database) { test in try await body(test, tally) }
    }

    @Test func `an addition asks the database as often for an event with many attachments as for one with one`()
        async throws
    {
        try await run { test, tally in
            try await test.front.put(Self.event, SampleEvent.text())
            try await test.added("first")
            tally.reset()
            try await test.added("second")
            let before = tally.all
            for number in 0..<20 { try await test.added("file \(number)") }
            tally.reset()
            try await test.added("last")
            #expect(tally.all == before)
            #expect(try await test.attachments().first?.count == 23)
        }
    }

    @Test func `the data of an event is read once for an addition, however long it is`() async throws {
        try await run { test, tally in
            for event in [SampleEvent.text(), LongEvent.text] {
                _ = try await test.front.send("DELETE", Self.event)
                try await test.front.put(Self.event, event)
                tally.reset()
                try await test.added()
                #expect(tally.dataReads == 1)
            }
        }
    }

    @Test func `what there was no room for while the body came is planned again`() async throws {
        try await run { test, tally in
            try await test.front.put(Self.event, LongEvent.text)
            let room = test.dependencies.planRoom
            let home = DedupDomain(try await test.principal("alice").home)
            let all = try #require(room.takeFree(room.limits.share, for: home))
            tally.reset()
            try await test.added()
            #expect(tally.dataReads == 2)
            withExtendedLifetime(all) {}
            #expect(try await test.attachments().first?.count == 1)
        }
    }

    @Test func `a plan that was kept is given up when the event changes while the body comes`() async throws {
        try await run { test, _ in
            let long = LongEvent.text
            try await test.front.put(Self.event, long)
            let event = EventfulBody {
                _ = try await test.put(long.replacing("BEGIN:VEVENT\r\n", with: "BEGIN:VEVENT\r\nLOCATION:Here\r\n"))
            }
            let headers = ["Content-Length": "12"]
            #expect(try await test.stream(RequestBody(asyncSequence: event), headers).status == .created)
            #expect(try await test.data().contains("LOCATION:Here\r\n"))
            #expect(try await test.attachments().first?.count == 1)
        }
    }
}
