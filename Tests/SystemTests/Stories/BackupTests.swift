import FoundationEssentials
import NIOHTTP1
import Subprocess
import SystemPackage
import Testing

extension Stories {
    /// A deployment that is copied while it runs, lost, and brought back by the operator's tool.
    @Suite(.timeLimit(.minutes(4)))
    struct BackupTests {
        private let early = CalendarClient.File(
            name: "minutes.pdf",
            type: "application/pdf",
            bytes: SampleFile.pdf("Minutes")
        )
        private let late = CalendarClient.File(name: "late.txt", type: "text/plain", bytes: Array("Late.".utf8))

        private func addDora(to services: SeparateServices) async throws -> CalendarClient {
            _ = try await services.attache("user", "add", "dora", "--password-stdin", input: "dora-1234\n")
            return services.client(as: "dora", password: "dora-1234")
        }

        @Test func `what was lost is brought back with every file, and what came after the backup is not invented`()
            async throws
        {
            try await SeparateServices.with { services in
                let dora = try await addDora(to: services)
                #expect(try await dora.put("kept.ics", SampleEvent.meeting(uid: "kept")).status == 201)
                let uri = try #require(try await dora.add(early, to: "kept.ics")["Location"])
                let token = try #require(try await syncToken(of: dora))
                let copied = try await services.attache(
                    ["backup", services.backup, "--verify"] + services.nodeData(named: false)
                )
                #expect(copied.contains("copied the database, which has 1 reference"), "\(copied)")
                #expect(copied.contains("looked for 1 reference: all bytes are there"), "\(copied)")
                #expect(!copied.contains("not copied"), "\(copied)")
                #expect(try await dora.put("lost.ics", SampleEvent.allDay(uid: "lost")).status == 201)
                try await services.lose()

                let restored = try await services.attache(
                    ["restore", services.backup] + services.nodeData(named: true)
                )
                #expect(restored.contains("looked for 1 reference: all bytes are there"), "\(restored)")
                try await services.startAgain()
                #expect(try await dora.fetch(uri).body == early.bytes)
                #expect(try await dora.send(.GET, dora.calendar + "lost.ics").status == 404)
                #expect(try await services.attache("recount", "status").contains("until they are resumed"))
                let stale = try await synchronise(dora, since: token)
                #expect(stale.status == 403 && stale.text.contains("valid-sync-token"), "\(stale)")
                #expect(try await dora.add(late, to: "kept.ics").status == 201)
                let checked = try await services.attache("reference", "check")
                #expect(checked.contains("looked for 2 references: all bytes are there"), "\(checked)")
            }
        }

        @Test func `a database with older shards is restored, and names what they lack`() async throws {
            try await SeparateServices.with { services in
                let dora = try await addDora(to: services)
                try await dora.put("e.ics", SampleEvent.meeting())
                #expect(try await dora.add(early, to: "e.ics").status == 201)
                _ = try await services.attache(["backup", services.backup] + services.nodeData(named: false))
                #expect(try await dora.add(late, to: "e.ics").status == 201)
                // The nodes are forgotten.
                let alone = try await services.attache(["backup", services.backup])
                #expect(alone.contains("not copied: blob-1, blob-2"), "\(alone)")
                try await services.lose()

                let config = ["--config", ServiceSettings(directory: services.directory).frontFile.string]
                let restore = ["restore", services.backup] + services.nodeData(named: true) + config
                let restored = try await Shell.run(.attache, restore)
                #expect(restored.status == .exited(1), "\(restored)")
                #expect(restored.text.contains("\"late.txt\" of dora"), "\(restored)")
                #expect(restored.text.contains("its bytes are missing"), "\(restored)")
                #expect(!restored.text.contains("minutes.pdf"), "\(restored)")
                let again = try await Shell.run(.attache, restore)
                #expect(again.status == .exited(73) && again.errors.contains("is there already"), "\(again)")

                try await services.startAgain()
                let checked = try await Shell.run(.attache, ["reference", "check"] + config)
                #expect(checked.status == .exited(1) && checked.text.contains("\"late.txt\" of dora"), "\(checked)")
                #expect(checked.text.contains("looked for 2 references: 1 without their bytes"), "\(checked)")

                // The nodes know what is derived for each of them, and are shown the front's own secret now.
                let unknown = try await Shell.run(
                    .attache,
                    ["reference", "check"] + config,
                    settings: ["ATTACHE_FRONT_SECRET_SCOPE": "deployment"]
                )
                #expect(unknown.status == .exited(1), "\(unknown)")
                let summary = "looked for 2 references: 2 whose shard could not be asked"
                #expect(unknown.text.contains(summary), "\(unknown)")
                #expect(!unknown.text.contains(".."), "\(unknown)")
            }
        }

        /// Changes a bit in the header of the first record of the segment that has most in it; others follow that record.
        private func rotHeader(in services: SeparateServices) throws {
            let segments = try ["blob-1", "blob-2"].flatMap { node in
                let data = services.directory.appending(node)
                return try FileManager.default.subpathsOfDirectory(atPath: data.string)
                    .filter { $0.hasSuffix(".segment") }.map { URL(filePath: data.appending($0).string) }
            }
            let contents = try segments.map { (url: $0, bytes: try Data(contentsOf: $0)) }
            var (segment, bytes) = try #require(contents.max { $0.bytes.count < $1.bytes.count })
            bytes[170] ^= 4
            try bytes.write(to: segment)
        }

        @Test func `a copy with a damaged header is named, and the backup is made all the same`() async throws {
            try await SeparateServices.with { services in
                let dora = try await addDora(to: services)
                try await dora.put("e.ics", SampleEvent.meeting())
                for file in [early, late] { #expect(try await dora.add(file, to: "e.ics").status == 201) }
                for node in services.nodes { try await node.stop() }
                try rotHeader(in: services)

                let config = ["--config", ServiceSettings(directory: services.directory).frontFile.string]
                let backup = ["backup", services.backup, "--verify"] + services.nodeData(named: false) + config
                let made = try await Shell.run(.attache, backup)
                #expect(made.status == .exited(1), "\(made)")
                #expect(made.text.contains(": Segment 1 is damaged at "), "\(made)")
                #expect(made.text.contains(" shards, 1 damaged\n"), "\(made)")
                #expect(made.text.contains("looked for 0 references"), "\(made)")
                #expect(made.text.contains("2 references not looked for"), "\(made)")
                #expect(made.text.contains(", or cannot be read\n"), "\(made)")
                #expect(FileManager.default.fileExists(atPath: services.backup + "/backup.json"))
            }
        }

        @Test func `a backup that is none, and a directory of something else, have exit codes of their own`()
            async throws
        {
            try await withTemporaryDirectory { directory in
                let path = directory.appending("x").string
                let absent = try await Shell.run(.attache, ["restore", path, "--data", directory.string])
                #expect(absent.status == .exited(66) && absent.errors.contains("has no backup"), "\(absent)")
                let empty = try await Shell.run(.attache, ["backup", path, "--data", directory.string])
                #expect(empty.status == .exited(66) && empty.errors.contains("no database"), "\(empty)")
                let nothing = try await Shell.run(.attache, ["backup", path, "--without-database"])
                #expect(nothing.status == .exited(64) && nothing.errors.contains("--node-data"), "\(nothing)")
            }
        }

        private func syncToken(of client: CalendarClient) async throws -> String? {
            let text = try await synchronise(client, since: "").text
            guard let rest = text.firstRange(of: "sync-token>").map({ text[$0.upperBound...] }) else { return nil }
            return String(rest.prefix { $0 != "<" })
        }

        private func synchronise(_ client: CalendarClient, since token: String) async throws -> Answer {
            let body = """
                <?xml version="1.0"?><sync-collection xmlns="DAV:"><sync-token>\(token)</sync-token>\
                <sync-level>1</sync-level><prop><getetag/></prop></sync-collection>
                """
            return try await client.send(
                .REPORT,
                client.calendar,
                ["Content-Type": "application/xml"],
                body: Array(body.utf8)
            )
        }
    }
}
