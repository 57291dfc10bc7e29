import AsyncHTTPClient
import BlobAPI
import BlobModel
import CalendarStore
import FoundationEssentials
import NIOCore
import NIOHTTP1
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
                let node = try await PlacedNode(of: dora.domain, services)
                // The node has the bytes and the reference; the front died before it could commit.
                let orphan = ReferenceID.random()
                let bytes = SampleFile.noise(5, count: 300_000)
                let put = try await node.put(bytes, as: orphan)
                #expect(put.status == 201, "\(put.text)")
                #expect(try await node.read(orphan).status == 200)
                let isReleased = try await eventually(within: .seconds(60)) {
                    try await node.read(orphan).status == 404
                }
                #expect(isReleased)
                let blob = ContentID(of: bytes.span)
                let isCollected = try await eventually(within: .seconds(60)) {
                    try await node.read(blob).status == 410
                }
                #expect(isCollected)
                #expect(try await dora.client.fetch(dora.uri).body == file.bytes)
            }
        }

        @Test func `a user who leaves takes everything along, and a dry run tells before what that is`() async throws {
            try await serve { services in
                let dora = try await addUser(to: services)
                let node = try await PlacedNode(of: dora.domain, services)
                let id = try #require(dora.uri.split(separator: "/").dropLast().last.map(String.init))
                let reference = try ReferenceID(validating: id)
                let secret = ["--operator-secret-file", Self.operatorSecret(in: services.directory).string]
                let told = try await services.attache(["domain", "purge", "--user", "dora", "--dry-run"] + secret)
                #expect(told.contains("would remove from the shard"))
                #expect(told.contains("references       1"))
                #expect(try await dora.client.fetch(dora.uri).body == file.bytes)
                let removed = try await services.attache(["user", "remove", "dora", "--yes"] + secret)
                #expect(removed.contains("references       1"))
                #expect(try await node.read(reference).status == 404)
                let blob = ContentID(of: file.bytes.span)
                let isCollected = try await eventually(within: .seconds(60)) {
                    try await node.read(blob).status == 410
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
                let node = try await PlacedNode(of: dora.domain, services)
                #expect(try await services.attache("recount", "suspend").contains("suspended"))
                let orphan = ReferenceID.random()
                #expect(try await node.put([1, 2, 3], as: orphan).status == 201)
                // Several recounts fail, each at least a second after the one before.
                try await Task.sleep(for: .seconds(8))
                #expect(try await node.read(orphan).status == 200)
                #expect(try await services.attache("recount", "resume").contains("go on"))
            }
        }
    }
}

/// A node as the front sees it.
private struct PlacedNode {
    private let url: String
    private let headers: HTTPHeaders
    private let domain: DedupDomain
    private let http: PlainClient

    /// Finds the node that has a domain.
    init(of domain: DedupDomain, _ services: SeparateServices) async throws {
        let answer = try await services.http.send(
            .GET,
            services.internalFrontURL + BlobAPI.Operation.shardMap.template,
            ["Authorization": "Bearer \(try Self.secret(of: "blob-1", services))"]
        )
        let map = try APICoding.decode(ShardMap.self, from: answer.body)
        url = map.node(for: domain).internalURL
        headers = [
            "Authorization": "Bearer \(try Self.secret(of: "front", services))",
            "Attache-Shard-Map-Epoch": "\(map.epoch)",
        ]
        self.domain = domain
        http = services.http
    }

    func put(_ bytes: [UInt8], as reference: ReferenceID) async throws -> Answer {
        let path = InternalPath.reference(reference, in: domain) + "?limit=\(bytes.count)"
        return try await http.send(.PUT, url + path, headers, body: .bytes(ByteBuffer(bytes: bytes)))
    }

    func read(_ reference: ReferenceID) async throws -> Answer {
        try await http.send(.GET, url + InternalPath.reference(reference, in: domain), headers)
    }

    func read(_ blob: ContentID) async throws -> Answer {
        try await http.send(.GET, url + InternalPath.description(of: blob, in: domain), headers)
    }

    private static func secret(of service: String, _ services: SeparateServices) throws -> String {
        let file = ServiceSettings(directory: services.directory).secret(of: service)
        let text = try String(contentsOf: URL(filePath: file.string), encoding: .utf8)
        return try #require(text.split(separator: "\n").first.map(String.init))
    }
}
