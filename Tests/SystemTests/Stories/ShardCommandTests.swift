import BlobModel
import FoundationEssentials
import NIOHTTP1
import Subprocess
import SystemPackage
import Testing

extension Stories {
    /// `attache shard` on the shards of a server that was stopped, and on those of one that runs.
    struct ShardCommandTests {
        /// The one shard that has something in it.
        private struct FilledShard {
            let directory: FilePath

            /// Looks for the shard in which some bytes are, and where they are.
            static func holding(_ bytes: [UInt8], in data: FilePath) throws -> (shard: FilledShard, place: Place) {
                for path in try FileManager.default.subpathsOfDirectory(atPath: data.string).sorted() {
                    guard path.hasSuffix(".segment") else { continue }
                    let segment = data.appending(path)
                    let contents = try Data(contentsOf: URL(filePath: segment.string))
                    guard let range = contents.firstRange(of: Data(bytes.prefix(1_000))) else { continue }
                    let directory = segment.removingLastComponent().removingLastComponent()
                    let place = Place(segment: segment, offset: range.lowerBound)
                    return (FilledShard(directory: directory), place)
                }
                throw ProgramError.waitedInVain("the bytes of the attachment in \(data)")
            }

            /// Runs a command of `attache shard` on the shard.
            func run(_ command: String, _ more: String...) async throws -> Shell.Outcome {
                try await Shell.run(.attache, ["shard", command, "--directory", directory.string] + more)
            }
        }

        /// Where bytes are on the disk.
        private struct Place {
            let segment: FilePath
            let offset: Int

            /// Changes a bit, as a disk does.
            func rot() throws {
                let url = URL(filePath: segment.string)
                var contents = try Data(contentsOf: url)
                contents[offset + 123] ^= 4
                try contents.write(to: url)
            }
        }

        private func file(_ seed: UInt64, _ count: Int) -> CalendarClient.File {
            let bytes = SampleFile.noise(seed, count: count)
            return CalendarClient.File(name: "n.bin", type: "application/octet-stream", bytes: bytes)
        }

        /// Puts an event with a file, and returns the file's URI.
        private func add(_ file: CalendarClient.File, to name: String, as client: CalendarClient) async throws -> String
        {
            let event = SampleEvent.allDay(uid: "\(name)@example.com")
            #expect(try await client.put("\(name).ics", event).status == 201)
            let added = try await client.add(file, to: "\(name).ics")
            #expect(added.status == 201, "\(added.text)")
            return try #require(added["Location"])
        }

        @Test func `a damaged byte is found, is not served, and is healed by an upload of the same file`() async throws
        {
            try await DevServer.with { server in
                let file = file(1, 300_000)
                let uri = try await add(file, to: "first", as: server.client(as: "alice"))
                try await server.stop()
                let (shard, place) = try FilledShard.holding(file.bytes, in: server.data)
                #expect(try await shard.run("verify").isSuccess)
                #expect(try await shard.run("scrub").isSuccess)
                try place.rot()

                let verified = try await shard.run("verify")
                #expect(verified.status == .exited(1) && verified.text.contains("is damaged"), "\(verified)")
                #expect(verified.text.contains("cannot be read"), "\(verified)")
                let scrubbed = try await shard.run("scrub")
                #expect(scrubbed.status == .exited(1) && scrubbed.text.contains("1 finding"), "\(scrubbed)")
                let status = try await shard.run("status")
                #expect(status.status == .exited(1) && status.text.contains("heals"), "\(status)")

                try await server.start()
                let client = server.client(as: "alice")
                #expect(try await client.fetch(uri).body != file.bytes)
                let again = try await add(file, to: "second", as: client)
                #expect(try await client.fetch(again).body == file.bytes)
                #expect(try await client.fetch(uri).body == file.bytes)
                try await server.stop()
                for command in ["scrub", "verify", "status"] {
                    let outcome = try await shard.run(command)
                    #expect(outcome.isSuccess, "\(command): \(outcome)")
                }
            }
        }

        @Test func `a lost index is made again, and an export has every file`() async throws {
            try await DevServer.with { server in
                let client = server.client(as: "alice")
                let files = [file(2, 300_000), file(3, 500)]
                let uris = [
                    try await add(files[0], to: "first", as: client), try await add(files[1], to: "second", as: client),
                ]
                try await server.stop()
                let shard = try FilledShard.holding(files[0].bytes, in: server.data).shard
                try FileManager.default.removeItem(atPath: shard.directory.appending("index").string)
                let status = try await shard.run("status")
                #expect(status.status == .exited(66) && status.errors.contains("attache shard rebuild"), "\(status)")
                let rebuilt = try await shard.run("rebuild")
                #expect(rebuilt.isSuccess && rebuilt.text.contains("indexed"), "\(rebuilt)")
                #expect(try await shard.run("verify").isSuccess)

                try await export(files, of: shard, into: server.data.removingLastComponent())
                try await server.start()
                for (uri, file) in zip(uris, files) {
                    #expect(try await server.client(as: "alice").fetch(uri).body == file.bytes)
                }
            }
        }

        @Test func `what nobody holds is collected from a stopped shard, after the grace and not before`() async throws
        {
            try await DevServer.with(.init(settings: ["ATTACHE_ATTACHMENTS_GRACE": "0"])) { server in
                let client = server.client(as: "alice")
                let kept = file(6, 4_000)
                let gone = file(7, 4_000)
                _ = try await add(kept, to: "kept", as: client)
                _ = try await add(gone, to: "gone", as: client)
                #expect(try await client.send(.DELETE, client.calendar + "gone.ics").status == 204)
                let isReleased = try await eventually {
                    try await Self.ask("status", of: server).text.contains("1 that nobody holds")
                }
                #expect(isReleased)
                try await server.stop()
                let shard = try FilledShard.holding(kept.bytes, in: server.data).shard
                let early = try await shard.run("collect")
                #expect(early.isSuccess && early.text.contains("removed 0 chunks"), "\(early)")
                let late = try await shard.run("collect", "--collection-grace", "0")
                #expect(late.isSuccess && late.text.contains("removed 1 chunk and"), "\(late)")
                #expect(try await shard.run("verify").isSuccess)
                try await server.start()
            }
        }

        @Test func `the keys of a shard that is not encrypted need no rotation, which is said`() async throws {
            try await DevServer.with { server in
                let file = file(8, 4_000)
                _ = try await add(file, to: "first", as: server.client(as: "alice"))
                try await server.stop()
                let shard = try FilledShard.holding(file.bytes, in: server.data).shard
                let key = server.data.appending("master.key").string
                #expect(try await Shell.run(.attache, ["key", "master", "create", "--out", key]).isSuccess)
                let place = ["--directory", shard.directory.string, "--master-key-file", key]
                let rotated = try await Shell.run(.attache, ["key", "master", "rotate"] + place)
                #expect(rotated.isSuccess && rotated.text.contains("nothing in it is encrypted"), "\(rotated)")
                try await server.start()
            }
        }

        /// Exports a shard as a folder and as an archive, and compares the bytes.
        private func export(
            _ files: [CalendarClient.File],
            of shard: FilledShard,
            into directory: FilePath
        ) async throws {
            let folder = directory.appending("folder")
            let exported = try await shard.run("export", "--to", folder.string)
            #expect(exported.isSuccess && exported.text.contains("exported 2 blobs"), "\(exported)")
            #expect(try await shard.run("export", "--to", folder.string).status == .exited(73))
            let archive = directory.appending("archive.tar")
            #expect(try await shard.run("export", "--to", archive.string).isSuccess)
            let unpacked = try await Shell.run(
                "mkdir tar && tar -xf archive.tar -C tar && diff -r folder tar",
                in: directory
            )
            #expect(unpacked.isSuccess, "\(unpacked)")
            let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.string)
            let contents = paths.compactMap { try? Data(contentsOf: URL(filePath: folder.appending($0).string)) }
            for file in files { #expect(contents.contains(Data(file.bytes))) }
        }

        @Test func `a shard that a server has open is left alone, and the answer says what to do`() async throws {
            try await DevServer.with { server in
                let file = file(4, 20_000)
                _ = try await add(file, to: "first", as: server.client(as: "alice"))
                let shard = try FilledShard.holding(file.bytes, in: server.data).shard
                for command in ["status", "verify", "scrub", "collect", "compact", "rebuild"] {
                    let outcome = try await shard.run(command)
                    #expect(outcome.status == .exited(75), "\(command): \(outcome)")
                    #expect(outcome.errors.contains("--node-url"), "\(command): \(outcome)")
                }
            }
        }

        @Test func `a running node tells of its shards, and scrubs and compacts them when it is asked`() async throws {
            try await DevServer.with { server in
                let file = file(5, 200_000)
                let client = server.client(as: "alice")
                let uri = try await add(file, to: "first", as: client)
                let (shard, place) = try FilledShard.holding(file.bytes, in: server.data)
                let id = try #require(shard.directory.lastComponent).string

                let status = try await Self.ask("status", of: server)
                #expect(status.isSuccess && status.text.contains(id), "\(status)")
                for command in ["collect", "compact"] {
                    let outcome = try await Self.ask(command, of: server, "--shard", id)
                    #expect(outcome.isSuccess, "\(command): \(outcome)")
                }
                try place.rot()
                let scrubbed = try await Self.ask("scrub", of: server, "--shard", id)
                #expect(scrubbed.status == .exited(1) && scrubbed.text.contains("1 finding"), "\(scrubbed)")
                #expect(try await Self.ask("status", of: server, "--shard", id).status == .exited(1))
                #expect(try await client.fetch(uri).body != file.bytes)

                _ = try await add(file, to: "second", as: client)
                #expect(try await client.fetch(uri).body == file.bytes)
                #expect(try await Self.ask("scrub", of: server, "--shard", id).isSuccess)
                #expect(try await Self.ask("status", of: server).isSuccess)
                #expect(try await Self.ask("scrub", of: server).status == .exited(64), "there are two shards")
            }
        }

        /// Runs a command of `attache shard` through the server's only node.
        private static func ask(
            _ command: String,
            of server: DevServer,
            _ more: String...
        ) async throws -> Shell.Outcome {
            let secret = server.data.appending("secrets/operator.secret")
            let node = ["--node", "blob-1", "--node-url", server.nodeInternalURLs[0], "--secret-file", secret.string]
            return try await Shell.run(.attache, ["shard", command] + node + more)
        }

        @Test(arguments: [
            ["status"], ["status", "--directory", "x", "--node-url", "http://127.0.0.1:1"],
            ["scrub", "--node", "a", "--node-url", "http://127.0.0.1:1"],
            ["scrub", "--node-url", "http://127.0.0.1:1", "--operator-secret-file", "x"],
            ["scrub", "--directory", "x", "--rate", "-1"], ["scrub", "--directory", "x", "--node", "a"],
            ["export", "--directory", "x", "--to", "y", "--domain", "NO"],
            ["compact", "--directory", "x", "--shard", "a"], ["recount", "--shard", "a"],
            ["recount", "--node", "a", "--node-url", "http://127.0.0.1:1", "--shard", "a"], ["collect"],
            ["collect", "--node", "a", "--node-url", "http://127.0.0.1:1", "--collection-grace", "1h"],
            ["compact", "--node", "a", "--node-url", "http://127.0.0.1:1", "--compaction-live-share", "70%"],
            ["scrub", "--node", "a", "--node-url", "http://127.0.0.1:1", "--rate", "1000"],
        ])
        func `options that make no sense are refused`(_ arguments: [String]) async throws {
            let outcome = try await Shell.run(.attache, ["shard"] + arguments)
            #expect(outcome.status == .exited(64), "\(outcome)")
        }

        @Test func `a directory without a shard is said to be none`() async throws {
            try await withTemporaryDirectory { directory in
                let shard = FilledShard(directory: directory)
                for command in ["status", "verify", "scrub", "collect", "compact", "rebuild"] {
                    let outcome = try await shard.run(command)
                    #expect(outcome.status == .exited(66), "\(command): \(outcome)")
                }
                #expect(try FileManager.default.subpathsOfDirectory(atPath: directory.string).isEmpty)
            }
        }
    }
}
