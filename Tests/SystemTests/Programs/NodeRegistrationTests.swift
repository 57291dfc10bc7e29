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

/// `attache node add`.
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
            let first = try await database.write { txn in try one.apply(now: now, in: txn) }
            #expect(first.epoch == 1)
            #expect(first.shards.map(\.id.text) == ["one-1", "one-2"])
            let second = try await database.write { txn in try two.apply(now: now, in: txn) }
            #expect(second.epoch == 2)
            let moved = second.slots.filter { second.shards[Int($0)].node.text == "two" }.count
            #expect((1948...2148).contains(moved))
        }
    }

    @Test func `a node that is added again keeps its shards and gets its new URLs`() async throws {
        try await withDatabase { database in
            let (old, new, now) = (try registration("one"), try registration("one", port: 7000), now)
            let before = try await database.write { txn in try old.apply(now: now, in: txn) }
            let after = try await database.write { txn in try new.apply(now: now, in: txn) }
            #expect(after.slots == before.slots)
            #expect(after.nodes.map(\.publicURL) == ["http://127.0.0.1:7000"])
        }
    }

    @Test func `a node is refused once attachments are stored`() async throws {
        try await withDatabase { database in
            let (one, two, now) = (try registration("one"), try registration("two"), now)
            _ = try await database.write { txn in try one.apply(now: now, in: txn) }
            try await DevDatabase(database: database).create(DemoUser.all(numbered: 0), now: now)
            try await database.write { txn in try Self.storeAttachment(now: now, in: txn) }
            await #expect(throws: NodeRegistrationError.attachmentsStored(try NodeID(validating: "two"))) {
                try await database.write { txn in try two.apply(now: now, in: txn) }
            }
            let nodes = try await database.read { txn in try DeploymentStore().nodes(in: txn) }
            #expect(nodes.map(\.id.text) == ["one"])
        }
    }

    private static func storeAttachment(now: Date, in txn: any SQLTransaction) throws {
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
    }
}
