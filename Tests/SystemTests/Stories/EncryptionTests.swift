import FoundationEssentials
import SystemPackage
import Testing

extension Stories {
    /// Encryption at rest, switched on by a setting.
    struct EncryptionTests {
        @Test func `with a master key in the settings no byte of a file is on the disk as it came`() async throws {
            try await withTemporaryDirectory { directory in
                let key = directory.appending("master.key")
                let made = try await Shell.run(.attache, ["key", "master", "create", "--out", key.string])
                try #require(made.isSuccess, "\(made)")
                let settings = ["ATTACHE_ENCRYPTION_MASTER_KEY_FILE": key.string]
                try await DevServer.with(DevServer.Options(settings: settings)) { server in
                    let (bytes, uris) = try await addFiles(server)
                    try await server.restart()
                    for (bytes, uri) in zip(bytes, uris) {
                        #expect(try await server.client(as: "alice").fetch(uri).body == bytes)
                        #expect(try !isOnDisk(bytes, in: server.data))
                    }
                    #expect(try count(of: ".key", in: server.data) == 1, "alice has a key, nobody else has")
                    try await server.stop()
                    // The key stays where it was, and the shards are refused without it.
                    try FileManager.default.moveItem(atPath: key.string, toPath: key.string + ".away")
                    let refused = try await server.refusal(of: [])
                    #expect(!refused.isSuccess && refused.errors.contains("encryption.master-key-file"), "\(refused)")
                    try FileManager.default.moveItem(atPath: key.string + ".away", toPath: key.string)
                    try await server.start()
                    #expect(try await server.client(as: "alice").fetch(uris[0]).body == bytes[0])
                }
            }
        }

        @Test func `without a master key the bytes of a file are found on the disk`() async throws {
            try await DevServer.with { server in
                for bytes in try await addFiles(server).bytes { #expect(try isOnDisk(bytes, in: server.data)) }
                #expect(try count(of: ".key", in: server.data) == 0)
            }
        }

        private func addFiles(_ server: DevServer) async throws -> (bytes: [[UInt8]], uris: [String]) {
            let alice = server.client(as: "alice")
            #expect(try await alice.put("e.ics", SampleEvent.allDay()).status == 201)
            let bytes = [Array("A secret that is short.".utf8), SampleFile.noise(7, count: 300_000)]
            var uris: [String] = []
            for bytes in bytes {
                let file = CalendarClient.File(name: "n.bin", type: "application/octet-stream", bytes: bytes)
                uris.append(try #require(try await alice.add(file, to: "e.ics")["Location"]))
            }
            return (bytes, uris)
        }

        /// Looks for the beginning of a file in every file of the shards.
        private func isOnDisk(_ bytes: [UInt8], in data: FilePath) throws -> Bool {
            try paths(in: data).filter { $0.hasSuffix(".segment") || $0.hasSuffix(".mdb") }.contains { path in
                let contents = try Data(contentsOf: URL(filePath: data.appending(path).string))
                return contents.firstRange(of: Data(bytes.prefix(20))) != nil
            }
        }

        private func count(of suffix: String, in data: FilePath) throws -> Int {
            try paths(in: data).filter { $0.hasSuffix(suffix) }.count
        }

        private func paths(in data: FilePath) throws -> [String] {
            try FileManager.default.subpathsOfDirectory(atPath: data.string)
        }
    }
}
