import ArgumentParser
import AttachmentStore
import BlobAPI
import BlobModel
import CalendarStore
import Cryptography
import DeploymentStore
import FoundationEssentials
import FrontService
import SQLDatabase
import SystemPackage
import Testing

@testable import attache

/// `attache node add` and `attache node add-shards`.
struct NodeRegistrationTests {
    private let now = Date(timeIntervalSince1970: 1_800_000_000)

    private func withDatabase(_ body: (any SQLDatabase) async throws -> Void) async throws {
        try await withTemporaryDirectory { directory in
            let database = try await SQLiteDatabase.open(path: directory.appending("metadata.sqlite").string)
            try await database.migrate(FrontDependencies.migrations)
            try await body(database)
            try await database.close()
        }
    }

    private func registration(_ name: String, port: Int = 8081) throws -> NodeRegistration {
        let node = DevNode(name: name, ports: (public: port, internal: port + 1000))
        let record = NodeRecord(entry: try node.entry(), secretDigests: PeerSecret.random().digests)
        return NodeRegistration(node: record, shardCount: 2)
    }

    @Test func `the first node gets all slots, and the second its share`() async throws {
        try await withDatabase { database in
            let (one, two, now) = (try registration("one"), try registration("two"), now)
            let first = try await database.write { txn in try one.apply(now: now, in: txn) }.after
            #expect(first.epoch == 1)
            #expect(first.shards.map(\.id.text) == ["one-1", "one-2"])
            let change = try await database.write { txn in try two.apply(now: now, in: txn) }
            let second = change.after
            #expect(second.epoch == UInt64(now.timeIntervalSince1970), "a restored database repeats no epoch")
            let moved = second.slots.filter { second.shards[Int($0)].node.text == "two" }.count
            #expect((2048...2070).contains(moved))
            #expect(change.takenSlots == moved)
        }
    }

    @Test func `a node that is added again keeps its shards and gets its new URLs`() async throws {
        try await withDatabase { database in
            let (old, new, now) = (try registration("one"), try registration("one", port: 7000), now)
            let before = try await database.write { txn in try old.apply(now: now, in: txn) }.after
            let change = try await database.write { txn in try new.apply(now: now, in: txn) }
            let after = change.after
            #expect(change.newShards.isEmpty)
            #expect(after.slots == before.slots)
            #expect(after.nodes.map(\.publicURL) == ["http://127.0.0.1:7000"])
        }
    }

    @Test func `a node that comes after attachments takes free slots, and no home with files moves`() async throws {
        try await withDatabase { database in
            let (one, two, now) = (try registration("one"), try registration("two"), now)
            let before = try await database.write { txn in try one.apply(now: now, in: txn) }.after
            try await DevDatabase(database: database).create(DemoUser.all(numbered: 0), now: now)
            let domain = try await database.write { txn in try Self.storeAttachment(now: now, in: txn) }
            let change = try await database.write { txn in try two.apply(now: now, in: txn) }
            #expect(change.occupied == [domain.slot])
            #expect(change.after.shard(for: domain) == before.shard(for: domain))
            #expect(change.takenSlots >= 2048)
            #expect(change.lines.contains { $0.hasSuffix("of the 4096 slots. Slots with files, which stayed: 1.") })
        }
    }

    @Test func `a node gets more shards, with numbers that no shard of it has`() async throws {
        try await withDatabase { database in
            let (one, now) = (try registration("one"), now)
            _ = try await database.write { txn in try one.apply(now: now, in: txn) }
            let addition = ShardAddition(node: one.node.id, count: 2)
            let change = try await database.write { txn in try addition.apply(now: now, in: txn) }
            #expect(change.newShards.map(\.id.text) == ["one-3", "one-4"])
            #expect(change.after.nodes.count == 1)
            #expect((2048...2070).contains(change.takenSlots))
            let again = try await database.write { txn in try addition.apply(now: now, in: txn) }
            #expect(again.newShards.map(\.id.text) == ["one-5", "one-6"])
            #expect(again.after.epoch == change.after.epoch + 1)
        }
    }

    @Test func `more shards than a node may have, and a node that nobody knows, are refused with nothing changed`()
        async throws
    {
        try await withDatabase { database in
            let (one, now) = (try registration("one"), now)
            let before = try await database.write { txn in try one.apply(now: now, in: txn) }.after
            let stranger = try NodeID(validating: "stranger")
            await #expect(throws: NodeRegistrationError.tooManyShards(one.node.id, present: 2, added: 63)) {
                try await database.write { txn in
                    try ShardAddition(node: one.node.id, count: 63).apply(now: now, in: txn)
                }
            }
            await #expect(throws: NodeRegistrationError.unknownNode(stranger)) {
                try await database.write { txn in try ShardAddition(node: stranger, count: 1).apply(now: now, in: txn) }
            }
            let after = try await database.read { txn in try DeploymentStore().shardMap(in: txn) }
            #expect(after == before)
        }
    }

    @Test func `where every slot holds files new shards are refused, with a sentence that says what to do`()
        async throws
    {
        try await withDatabase { database in
            let (one, two, now) = (try registration("one"), try registration("two"), now)
            _ = try await database.write { txn in try one.apply(now: now, in: txn) }
            try await database.write { txn in try Self.occupyEverySlot(in: txn) }
            let error = await #expect(throws: NodeRegistrationError.noFreeSlot(two.node.id)) {
                try await database.write { txn in try two.apply(now: now, in: txn) }
            }
            #expect(error.map { "\($0)" }?.contains("larger disks") == true)
            let nodes = try await database.read { txn in try DeploymentStore().nodes(in: txn) }
            #expect(nodes.map(\.id.text) == ["one"])
        }
    }

    @Test func `a wrong path makes no database where nodes are listed or get shards`() async throws {
        try await withTemporaryDirectory { directory in
            await #expect(throws: MissingDatabase.self) {
                try await NodeList.parse(["--data", directory.string]).run()
            }
            await #expect(throws: MissingDatabase.self) {
                try await NodeAddShards.parse(["one", "--count", "2", "--data", directory.string]).run()
            }
            let files = try FileManager.default.contentsOfDirectory(atPath: directory.string)
            #expect(files.isEmpty)
        }
    }

    @Test func `a rehearsal says what would happen, and changes nothing`() async throws {
        try await withDatabase { database in
            let (one, two, now) = (try registration("one"), try registration("two"), now)
            let before = try await database.write { txn in try one.apply(now: now, in: txn) }.after
            let rehearsal = try RehearsalOptions.parse(["--dry-run"])
            let change = try await rehearsal.write(to: database) { txn in try two.apply(now: now, in: txn) }
            let after = try await database.read { txn in try DeploymentStore().shardMap(in: txn) }
            #expect(after == before)
            let real = try await RehearsalOptions.parse([]).write(to: database) { txn in
                try two.apply(now: now, in: txn)
            }
            #expect(real.after.slots == change.after.slots)
            #expect(real.lines == change.lines)
        }
    }

    /// Puts releases into the outbox until no slot is without one.
    private static func occupyEverySlot(in txn: any SQLTransaction) throws {
        var left = Set(try (0..<Slot.count).map { try Slot(validating: $0) })
        while !left.isEmpty {
            let domain = try DedupDomain(validating: ReferenceID.random().text)
            guard left.remove(domain.slot) != nil else { continue }
            let due = Date(timeIntervalSince1970: 0)
            try AttachmentStore().discard(.random(), in: domain, due: due, in: txn)
        }
    }

    /// Gives alice an attachment, and returns her home's domain.
    private static func storeAttachment(now: Date, in txn: any SQLTransaction) throws -> DedupDomain {
        let alice = try #require(UserID(parsing: "alice"))
        let home = try #require(try CalendarStore().principal(alice, in: txn)).home
        let domain = try DedupDomain(validating: home.text)
        let bytes = Array("bytes".utf8)
        let blob = ContentID(SHA256Hasher.digest(of: bytes.span))
        let attachment = Attachment(
            id: .random(),
            content: BlobDescription(blob: blob, size: UInt64(bytes.count)),
            labels: Attachment.Labels(mediaType: "text/plain", filename: "a.txt"),
            creator: "alice",
            created: now
        )
        try AttachmentStore().add(attachment, heldBy: domain, linkedTo: LinkedObjectID("object"), in: txn)
        return domain
    }
}
