import AsyncHTTPClient
import AttachmentStore
import BlobModel
import CalendarStore
import Cryptography
import DeploymentStore
import FoundationEssentials
import FrontService
import NIOHTTP1
import SQLDatabase
import SystemPackage
import Testing

@testable import attache

extension Stories {
    /// A deployment that has files gets a second node, and that node more shards.
    struct GrowthTests {
        private static let film = NoiseStream(seed: 16, blocks: 16)
        private static let text = String(repeating: "z", count: 80_000)

        private let notes = CalendarClient.File(name: "notes.txt", type: "text/plain", bytes: Array("Bread.".utf8))

        @Test func `a second node joins: files stay, new users fall on it, and an upload in flight is not lost`()
            async throws
        {
            try await GrowthScene.with { scene in
                let services = scene.services
                let dora = try await scene.user("dora")
                let uri = try #require(try await dora.add(notes, to: "e.ics")["Location"])
                // It is there before anybody knows it, and waits.
                try await services.nodes[1].launch()
                let coming = try await scene.mapToCome()
                let mover = try await scene.user { coming.node(for: $0).id.text == "blob-2" }
                let stayer = try await scene.user { coming.node(for: $0).id.text == "blob-1" }
                let slow = try await upload(by: stayer, to: services) {
                    let answer = try await film(by: mover) { try await join(scene, expecting: coming) }
                    try await finish(answer, mover, scene)
                }
                #expect(slow == 201, "a slot that stays disturbs no upload")
                #expect(try await scene.node(of: stayer, "e.ics") == 0)
                #expect(try await dora.fetch(uri).body == notes.bytes)
                #expect(try await dora.add(notes, to: "e.ics").status == 201)
                #expect(try await scene.node(of: dora, "e.ics") == 0, "who has files stays with them")
                try await newUser(scene)
                try await moreShards(scene, of: mover)
                #expect(try await dora.fetch(uri).body == notes.bytes)
            }
        }

        /// Registers the second node, first to see what would happen.
        private func join(_ scene: GrowthScene, expecting coming: ShardMap) async throws {
            let rehearsed = try await scene.services.register(1, "--dry-run")
            #expect(rehearsed.contains("Nothing is changed"))
            #expect(try await scene.map().epoch == 1)
            let said = try await scene.services.register(1)
            // The first line tells the epoch, which is the second of the change.
            #expect(rehearsed.hasSuffix(said.split(separator: "\n").dropFirst().joined(separator: "\n") + "\n"))
            #expect(said.contains("Slots with files, which stayed: 1."))
            #expect(try await scene.map().slots == coming.slots)
            try await scene.services.nodes[1].becomeReady()
        }

        /// Checks that an upload whose slot moved was refused as something to try again, or took effect, and tries again.
        private func finish(_ answer: Answer, _ mover: CalendarClient, _ scene: GrowthScene) async throws {
            #expect([201, 503].contains(answer.status), "\(answer)")
            if answer.status == 503 {
                #expect(answer["Retry-After"] != nil)
                #expect(try await mover.event("e.ics").attachments.isEmpty)
                let again = try await film(by: mover) {}
                #expect(again.status == 201, "\(again)")
            }
            let uri = try #require(try await mover.event("e.ics").attachments.first?.uri)
            let bytes = try await mover.fetch(uri).body
            #expect(SHA256Hasher.digest(of: bytes.span) == Self.film.digest())
            #expect(try await scene.node(of: mover, "e.ics") == 1)
        }

        private func newUser(_ scene: GrowthScene) async throws {
            let map = try await scene.map()
            let newcomer = try await scene.user { map.node(for: $0).id.text == "blob-2" }
            let uri = try #require(try await newcomer.add(notes, to: "e.ics")["Location"])
            #expect(try await scene.node(of: newcomer, "e.ics") == 1)
            #expect(try await newcomer.fetch(uri).body == notes.bytes)
        }

        /// Gives the second node two shards more, which it opens without a restart.
        private func moreShards(_ scene: GrowthScene, of user: CalendarClient) async throws {
            let said = try await scene.services.attache("node", "add-shards", "blob-2", "--count", "2")
            #expect(said.contains("added 2 shards to blob-2"))
            let map = try await scene.map()
            #expect(map.shards.map(\.id.text).suffix(2) == ["blob-2-3", "blob-2-4"])
            let added = try await scene.user { map.shard(for: $0).id.text == "blob-2-4" }
            let uri = try #require(try await added.add(notes, to: "e.ics")["Location"])
            #expect(try await added.fetch(uri).body == notes.bytes)
            let metrics = try await scene.services.http.send(.GET, scene.services.internalNodeURLs[1] + "/metrics").text
            #expect(metrics.contains("attache_blob_shard_open{shard=\"blob-2-4\"} 1"))
            #expect(try await user.add(notes, to: "e.ics").status == 201)
        }

        /// Adds a long file, in the middle of which something happens.
        private func film(
            by client: CalendarClient,
            _ event: @escaping @Sendable () async throws -> Void
        ) async throws -> Answer {
            let body = InterruptedStream(base: Self.film, at: 12, event)
            return try await client.http.send(
                .POST,
                client.url(client.calendar + "e.ics?action=attachment-add"),
                client.fields(["Content-Type": "video/mp4"]),
                body: .stream(body, length: .known(Int64(Self.film.size)))
            )
        }

        /// Begins an upload, lets something happen in the middle of its body, and returns the status of its end.
        private func upload(
            by client: CalendarClient,
            to services: SeparateServices,
            meanwhile event: () async throws -> Void
        ) async throws -> Int {
            let credentials = try #require(client.credentials)
            return try await RawConnection.to(services.frontURL) { connection in
                try await connection.send(lines: [
                    "POST \(client.calendar)e.ics?action=attachment-add HTTP/1.1", "Host: 127.0.0.1",
                    "Authorization: \(credentials.authorization)", "Content-Type: text/plain",
                    "Content-Length: \(Self.text.utf8.count)", "Expect: 100-continue",
                ])
                #expect(try await connection.message().status == 100)
                try await connection.send(String(Self.text.prefix(30_000)))
                try await event()
                try await connection.send(String(Self.text.dropFirst(30_000)))
                return try await connection.message().status
            }
        }
    }
}

/// Services of which one node is registered, and what their database says.
private struct GrowthScene: Sendable {
    /// The services.
    let services: SeparateServices

    /// The database of the front.
    let database: any SQLDatabase

    /// Runs a story.
    static func with(_ body: (GrowthScene) async throws -> Void) async throws {
        try await SeparateServices.with(initialNodes: 1) { services in
            let database = try await SQLiteDatabase.open(path: services.database.string)
            do {
                try await body(GrowthScene(services: services, database: database))
            } catch {
                try? await database.close()
                throw error
            }
            try await database.close()
        }
    }

    /// The shard map.
    func map() async throws -> ShardMap {
        try #require(try await database.read { txn in try DeploymentStore().shardMap(in: txn) })
    }

    /// The shard map as it will be when the second node is registered.
    func mapToCome() async throws -> ShardMap {
        let node = NodeEntry(
            id: try NodeID(validating: "blob-2"),
            internalURL: services.internalNodeURLs[1],
            publicURL: services.nodeURLs[1]
        )
        let occupied = try await database.read { txn in try AttachmentStore().occupiedSlots(in: txn) }
        return try await map().adding(nodes: [node], shards: NodeShards(node: node.id).first(2), pinned: occupied)
    }

    /// Adds a user with an event.
    func user(_ name: String) async throws -> CalendarClient {
        let words = ["user", "add", name, "--address", "mailto:\(name)@example.com", "--password-stdin"]
        _ = try await services.attache(words, input: "secret\n")
        let client = services.client(as: name, password: "secret")
        #expect(try await client.put("e.ics", SampleEvent.allDay(uid: "\(name)@example.com")).status == 201)
        return client
    }

    /// Adds users until the home of one lies where it should.
    func user(where isRight: (DedupDomain) -> Bool) async throws -> CalendarClient {
        for _ in 0..<200 {
            let name = "user-" + ReferenceID.random().text.prefix(8)
            let client = try await user(name)
            let principal = try await database.read { txn in
                try CalendarStore().principals(in: txn).first { $0.uid.text == name }
            }
            if isRight(DedupDomain(try #require(principal).home)) { return client }
        }
        throw NobodyThere()
    }

    /// The number of the node to which the front redirects for the last attachment of a user's event.
    func node(of client: CalendarClient, _ event: String) async throws -> Int? {
        let uri = try #require(try await client.event(event).attachments.last?.uri)
        let location = try #require(try await client.send(.GET, uri)["Location"])
        return services.nodeURLs.firstIndex { location.hasPrefix($0 + "/") }
    }

    /// No home of many lies on the shard.
    private struct NobodyThere: Error {}
}
