import BlobModel
import CalendarStore
import FoundationEssentials
import SQLDatabase
import SystemPackage
import Testing

extension Stories {
    /// What nobody needs goes away by itself, and nothing else does.
    struct GarbageTests {
        private let file = CalendarClient.File(name: "kept.txt", type: "text/plain", bytes: Array("Kept.".utf8))

        /// Runs services whose nodes recount every second, with a grace of two.
        private func serve(_ body: (SeparateServices) async throws -> Void) async throws {
            try await SeparateServices.with(
                nodeSettings: { _ in ["ATTACHE_COLLECTION_GRACE": "2s", "ATTACHE_RECOUNT_INTERVAL": "1s"] },
                body
            )
        }

        /// The operator's secret: a file of its own, made before the nodes start.
        private static func operatorSecret(in directory: FilePath) -> FilePath {
            ServiceSettings(directory: directory).secret(of: "operator")
        }

        /// Adds a user with an event that has a file, and returns the client, the URI, and the home's domain.
        private func addUser(
            to services: SeparateServices
        ) async throws -> (client: CalendarClient, uri: String, domain: DedupDomain) {
            _ = try await services.attache("user", "add", "dora", "--password-stdin", input: "dora-1234\n")
            let client = services.client(as: "dora", password: "dora-1234")
            #expect(try await client.put("e.ics", SampleEvent.meeting()).status == 201)
            let added = try await client.add(file, to: "e.ics")
            #expect(added.status == 201, "\(added.text)")
            let database = try await SQLiteDatabase.open(path: services.database.string)
            let uid = try #require(UserID(parsing: "dora"))
            let principal = try await database.read { txn in try CalendarStore().principal(uid, in: txn) }
            try await database.close()
            let home = try #require(principal).home.text
            return (client, try #require(added["Location"]), try DedupDomain(validating: home))
        }

        @Test func `a crash between the upload and its commit leaves an orphan, which a recount releases`() async throws
        {
            try await serve { services in
                let dora = try await addUser(to: services)
                let node = try await PlacedDomain(dora.domain, of: services)
                // The node has the bytes and the reference; the front died before it could commit.
                let bytes = SampleFile.noise(5, count: 300_000)
                let orphan = try await node.putOrphan(bytes)
                #expect(try await node.has(orphan))
                let isReleased = try await eventually(within: .seconds(60)) {
                    try await !node.has(orphan)
                }
                #expect(isReleased)
                let blob = ContentID(of: bytes.span)
                let isCollected = try await eventually(within: .seconds(60)) {
                    try await node.hasCollected(blob)
                }
                #expect(isCollected)
                #expect(try await dora.client.fetch(dora.uri).body == file.bytes)
            }
        }

        @Test func `a user who leaves takes everything along, and a dry run tells before what that is`() async throws {
            try await serve { services in
                let dora = try await addUser(to: services)
                let node = try await PlacedDomain(dora.domain, of: services)
                let id = try #require(dora.uri.split(separator: "/").dropLast().last.map(String.init))
                let reference = try ReferenceID(validating: id)
                let secret = ["--operator-secret-file", Self.operatorSecret(in: services.directory).string]
                let told = try await services.attache(["domain", "purge", "--user", "dora", "--dry-run"] + secret)
                #expect(told.contains("would remove from the shard"))
                #expect(told.contains("references       1"))
                #expect(try await dora.client.fetch(dora.uri).body == file.bytes)
                let removed = try await services.attache(["user", "remove", "dora", "--yes"] + secret)
                #expect(removed.contains("references       1"))
                #expect(try await !node.has(reference))
                let blob = ContentID(of: file.bytes.span)
                let isCollected = try await eventually(within: .seconds(60)) {
                    try await node.hasCollected(blob)
                }
                #expect(isCollected)
                let again = try await services.attache(
                    ["domain", "purge", "--domain", dora.domain.id, "--yes"] + secret
                )
                #expect(again.contains("references       0"))
            }
        }

        @Test func `while recounts are suspended nothing is released`() async throws {
            try await serve { services in
                let dora = try await addUser(to: services)
                let node = try await PlacedDomain(dora.domain, of: services)
                #expect(try await services.attache("recount", "suspend").contains("suspended"))
                let orphan = try await node.putOrphan([1, 2, 3])
                // Several recounts fail, each at least a second after the one before.
                try await Task.sleep(for: .seconds(8))
                #expect(try await node.has(orphan))
                #expect(try await services.attache("recount", "resume").contains("go on"))
            }
        }
    }
}
