import BlobAPI
import BlobModel
import CalendarStore
import Cryptography
import FoundationEssentials
import SQLDatabase
import Subprocess
import SystemPackage
import Testing

extension Stories {
    /// A front with the wrong database must cost nobody a file, and what is much waits for the operator.
    @Suite(.timeLimit(.minutes(4)))
    struct RecountTests {
        private let file = CalendarClient.File(name: "kept.txt", type: "text/plain", bytes: Array("Kept.".utf8))

        /// Runs services with a grace of a second, which recount when the operator says so.
        private func serve(_ body: (SeparateServices) async throws -> Void) async throws {
            try await SeparateServices.with(
                nodeSettings: { directory in
                    [
                        "ATTACHE_COLLECTION_GRACE": "1s",
                        "ATTACHE_INTERNAL_OPERATOR_SECRET_FILE": ServiceSettings(directory: directory)
                            .secret(of: "operator").string,
                    ]
                },
                body
            )
        }

        /// A user with an event that has a file.
        private struct Owner {
            let client: CalendarClient
            let uri: String
            let reference: ReferenceID
            let place: PlacedDomain
        }

        private func addOwner(to services: SeparateServices) async throws -> Owner {
            _ = try await services.attache("user", "add", "dora", "--password-stdin", input: "dora-1234\n")
            let client = services.client(as: "dora", password: "dora-1234")
            #expect(try await client.put("e.ics", SampleEvent.meeting()).status == 201)
            let added = try await client.add(file, to: "e.ics")
            let uri = try #require(added["Location"], "\(added)")
            let database = try await SQLiteDatabase.open(path: services.database.string)
            let uid = try #require(UserID(parsing: "dora"))
            let principal = try await database.read { txn in try CalendarStore().principal(uid, in: txn) }
            try await database.close()
            let domain = try DedupDomain(validating: try #require(principal).home.text)
            let id = try #require(uri.split(separator: "/").dropLast().last.map(String.init))
            return Owner(
                client: client,
                uri: uri,
                reference: try ReferenceID(validating: id),
                place: try await PlacedDomain(domain, of: services)
            )
        }

        @Test func `what a recount misses in plenty is held, and released on the operator's word alone`() async throws {
            try await serve { services in
                let dora = try await addOwner(to: services)
                var orphans: [ReferenceID] = []
                for seed in UInt64(0)..<14 {
                    orphans.append(try await dora.place.putOrphan(SampleFile.noise(seed, count: 900)))
                }
                let held = try await dora.place.recount(until: "14 missing, none released")
                #expect(held.status == .exited(1) && held.text.contains("--approve"), "\(held)")
                let metric = "attache_blob_shard_recount_held_references{shard=\"\(dora.place.shard)\"} 14"
                #expect(try await dora.place.metrics().contains(metric))
                for orphan in orphans { #expect(try await dora.place.has(orphan)) }

                let approved = try await dora.place.recount("--approve", until: "released")
                // An approval that finds all references too young is kept, and the node's own next recount may use it.
                let words = ["14 missing, 14 released", "1 of 1 references asked about, 0 missing"]
                #expect(approved.isSuccess && words.contains { approved.text.contains($0) }, "\(approved)")
                for orphan in orphans { #expect(try await !dora.place.has(orphan)) }
                #expect(try await dora.client.fetch(dora.uri).body == file.bytes)
                let after = try await dora.place.recount(until: "released")
                #expect(after.isSuccess && after.text.contains(" 0 missing"), "\(after)")
            }
        }

        @Test func `a front with an empty database, or with that of another deployment, releases nothing`() async throws
        {
            try await serve { services in
                let dora = try await addOwner(to: services)
                // Old enough to be asked about, and known to be there.
                let counted = try await dora.place.recount(until: "1 of 1 references asked about")
                #expect(counted.isSuccess, "\(counted)")
                try await services.front.stop()
                let kept = services.directory.appending("kept")
                try moveDatabase(from: services.database.removingLastComponent(), to: kept)

                // Without any node it does not even start.
                try await services.front.launch()
                try await expectRefusals(of: dora)
                try await services.front.crash()
                try await register(services)
                try await services.front.start()
                try await expectRefusals(of: dora)
                try await expectRefusalAtStart(of: dora, services)

                try await services.front.stop()
                try moveDatabase(
                    from: services.database.removingLastComponent(),
                    to: services.directory.appending("new")
                )
                try moveDatabase(from: kept, to: services.database.removingLastComponent())
                try await services.front.start()
                try await services.nodes[dora.place.nodeIndex].start()
                #expect(try await dora.client.fetch(dora.uri).body == file.bytes)
                let after = try await dora.place.recount(until: "released")
                #expect(after.isSuccess && after.text.contains(" 0 missing"), "\(after)")
            }
        }

        /// Recounts are refused, again and again, for longer than the grace.
        private func expectRefusals(of dora: Owner) async throws {
            for _ in 0..<3 {
                let refused = try await dora.place.recount(until: "did not succeed")
                #expect(!refused.isSuccess && !refused.text.contains("released"), "\(refused)")
                try await Task.sleep(for: .milliseconds(600))
            }
            #expect(try await dora.place.has(dora.reference))
        }

        /// A node that is started does not open its shards for another deployment.
        private func expectRefusalAtStart(of dora: Owner, _ services: SeparateServices) async throws {
            let node = services.nodes[dora.place.nodeIndex]
            try await node.stop()
            try await node.launch()
            let isRefused = try await eventually {
                try String(contentsOf: URL(filePath: node.log.string), encoding: .utf8).contains(
                    "belong to the deployment"
                )
            }
            #expect(isRefused)
            try await node.crash()
        }

        /// Moves a database with the files that belong to it.
        private func moveDatabase(from source: FilePath, to target: FilePath) throws {
            try FileManager.default.createDirectory(atPath: target.string, withIntermediateDirectories: true)
            for name in try FileManager.default.contentsOfDirectory(atPath: source.string)
            where name.hasPrefix("metadata.") {
                let target = target.appending(name)
                try FileManager.default.moveItem(atPath: source.appending(name).string, toPath: target.string)
            }
        }

        /// Registers the nodes, with their secrets, in a database that knows nothing of them.
        private func register(_ services: SeparateServices) async throws {
            for index in services.nodes.indices {
                let name = "blob-\(index + 1)"
                let secret = try ServiceSettings(directory: services.directory).peerSecret(of: name)
                _ = try await services.attache(
                    ["node", "add", name, "--internal-url", services.internalNodeURLs[index]]
                        + ["--public-url", services.nodeURLs[index], "--shards", "2"]
                        + ["--secret-digest", try #require(secret.digests.first).hexadecimal]
                )
            }
        }
    }
}
