import AttachmentStore
import BlobAPI
import BlobModel
import CalendarStore
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import ICalendar
import SQLDatabase
import Testing

@testable import FrontService

/// Uploads during which the shard map changes.
@Suite struct MovedSlotTests {
    private static let event = AttachmentFront.event

    private func upload(
        _ test: AttachmentFront,
        during event: @escaping @Sendable () async throws -> Void
    ) async throws -> HTTPResponse {
        try await test.stream(RequestBody(asyncSequence: EventfulBody(event: event)))
    }

    @Test func `bytes whose slot moved while they came are not named: 503 with Retry-After, and nothing is stored`()
        async throws
    {
        try await AttachmentFront.run { test in
            let tag = try await test.front.put(Self.event, SampleEvent.text())
            let answer = try await upload(test) {
                try await test.deployment.addShard(moving: true, in: test.dependencies)
            }
            #expect(answer.status == .serviceUnavailable)
            #expect(answer.headerFields[.retryAfter] == "1")
            #expect(try await test.front.send("GET", Self.event).headers[.eTag] == tag)
            #expect(try await test.usage() == 0)
        }
    }

    @Test func `the upload that follows goes to the new shard, without a restart and without a wait`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, SampleEvent.text())
            _ = try await upload(test) { try await test.deployment.addShard(moving: true, in: test.dependencies) }
            let id = try await test.added()
            #expect(test.placed.map?.epoch == 2)
            let answer = try await test.front.send("GET", test.path(try #require(try await test.held(id))))
            let location = try #require(answer.headers[.location])
            #expect(location.hasPrefix(test.deployment.nodes[1].publicURL + "/d/v1/"))
        }
    }

    @Test func `a map that changed and left the slot where it was disturbs nobody`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, SampleEvent.text())
            let answer = try await upload(test) {
                try await test.deployment.addShard(moving: false, in: test.dependencies)
            }
            #expect(answer.status == .created)
            #expect(try await test.usage() == 12)
        }
    }

    @Test func `an upload that was committed first keeps its slot from moving`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, SampleEvent.text())
            try await test.added()
            let domain = try await test.domain()
            let occupied = try await test.write { store, txn in try store.occupiedSlots(in: txn) }
            #expect(occupied == [domain.slot])
            let map = test.deployment.map
            // It would take all slots but those that are pinned, as nearly as its weight can say.
            let greedy = ShardEntry(id: try ShardID(validating: "greedy"), node: map.nodes[1].id, weight: .max)
            let grown = try map.adding(nodes: [], shards: [greedy], pinned: occupied)
            #expect(grown.shard(for: domain) == map.shard(for: domain))
            #expect(grown.slots.count { grown.shards[Int($0)] == greedy } == Slot.count - 1)
        }
    }

    @Test func `what an upload left on the former shard is absent for the recount, and can not be committed`()
        async throws
    {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, SampleEvent.text())
            _ = try await upload(test) { try await test.deployment.addShard(moving: true, in: test.dependencies) }
            let left = try #require(try await test.references().first)
            try await test.settle()
            let (node, now) = (test.deployment.nodes[0].id, test.front.clock.now)
            let missing = try await test.write { store, txn in
                try store.abandonMissing(among: [left], askedBy: node, now: now, in: txn)
            }
            #expect(missing == [left])
        }
    }

    @Test func `an attachment that was added after its slot moved is found at once, on the new shard`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, SampleEvent.text())
            let first = try #require(try await test.held(try await test.added()))
            // The placement is remembered from now on, and the clock stands still.
            _ = try await test.front.send("GET", test.path(first))
            let grown = try await test.deployment.addShard(moving: true, in: test.dependencies)
            try await test.front.put("/calendars/bob/calendar/b.ics", SampleEvent.text(), as: "bob")
            let id = try await test.added(to: "/calendars/bob/calendar/b.ics", as: "bob")
            let held = try #require(try await test.held(id, by: "bob"))
            let answer = try await test.front.send("GET", test.path(held), as: "bob")
            let node = grown.node(for: held.holding.domain)
            #expect(try #require(answer.headers[.location]).hasPrefix(node.publicURL + "/d/v1/"))
        }
    }

    @Test func `of the shard map the database is asked, whatever map a node offers`() async throws {
        try await AttachmentFront.run { test in
            let source = ShardMapSource(database: test.dependencies.database, logger: .silent)
            let map = test.deployment.map
            let lie = try ShardMap(
                epoch: .max,
                deployment: map.deployment,
                nodes: map.nodes.map { NodeEntry(id: $0.id, internalURL: "http://liar:1", publicURL: $0.publicURL) },
                shards: map.shards,
                slots: map.slots
            )
            #expect(await source.map(insteadOf: lie) == map)
            let grown = try await test.deployment.addShard(moving: true, in: test.dependencies)
            #expect(await source.map(insteadOf: lie) == grown)
        }
    }

    @Test func `the keeper has the store follow a map that somebody else wrote`() async throws {
        try await AttachmentFront.run { test in
            let keeper = PlacementKeeper(dependencies: test.dependencies, logger: .silent)
            await keeper.look()
            try await test.deployment.addShard(moving: true, in: test.dependencies)
            #expect(test.placed.map?.epoch == 1)
            test.front.clock.advance(by: PlacementCache.lifetime)
            await keeper.look()
            #expect(test.placed.map?.epoch == 2)
        }
    }
}

/// PUTs for which bytes are copied while the shard map changes.
@Suite struct MovedCopyTests {
    private static let source = "/calendars/bob/calendar/b.ics"

    private func write(of id: AttachmentID, _ test: AttachmentFront) async throws -> ObjectWrite {
        let line = "ATTACH;MANAGED-ID=\(id):https://cal.example.com/attachments/\(id)/seed.txt\r\n"
        let alice = try await test.principal("alice")
        let dependencies = test.dependencies
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

    private func reconcile(_ participant: any ObjectWriteParticipant, _ test: AttachmentFront) async throws {
        let old = try await test.object(at: AttachmentFront.event)
        try await test.dependencies.database.write { txn in
            try participant.reconcile(replacing: old, in: txn).stored(old.id, txn)
        }
    }

    @Test func `a copy whose slot moved is not named; begun again, the PUT copies to the new shard`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(AttachmentFront.event, SampleEvent.text())
            try await test.front.put(Self.source, SampleEvent.text(), as: "bob")
            let id = try await test.seed(createdBy: "alice", heldBy: "bob", linkedTo: Self.source).id
            let write = try await write(of: id, test)
            let hook = AttachmentHook(dependencies: test.dependencies, releaser: test.releaser)
            let first = try await hook.begin(write)
            try await test.deployment.addShard(moving: true, in: test.dependencies)
            await #expect(throws: ObjectWriteOutdated.self) { try await reconcile(first, test) }
            await first.rolledBack()
            #expect(try await test.held(id) == nil)
            let second = try await hook.begin(write)
            try await reconcile(second, test)
            await second.committed()
            #expect(try await test.held(id)?.holding.state == .live)
            #expect(test.placed.map?.epoch == 2)
        }
    }
}
