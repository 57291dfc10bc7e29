import BlobStore
import FoundationEssentials
import Subprocess
import SystemPackage
import Testing

extension Stories {
    /// A deployment that encrypts, in a backup and after it.
    @Suite(.timeLimit(.minutes(4)))
    struct EncryptedBackupTests {
        private let file = CalendarClient.File(
            name: "minutes.pdf",
            type: "application/pdf",
            bytes: SampleFile.pdf("Minutes")
        )

        /// Makes a master key, and returns the settings of nodes that use it.
        private static func encryption(in directory: FilePath) -> [String: String] {
            let path = directory.appending("master.key").string
            let line = Data((MasterKey.random().text + "\n").utf8)
            let made = FileManager.default.createFile(
                atPath: path,
                contents: line,
                attributes: [.posixPermissions: 0o600]
            )
            #expect(made)
            return ["ATTACHE_ENCRYPTION_MASTER_KEY_FILE": path]
        }

        @Test
        func `what was encrypted and lost is brought back with its master key, and nothing is restored without it`()
            async throws
        {
            try await SeparateServices.with(nodeSettings: Self.encryption) { services in
                _ = try await services.attache("user", "add", "dora", "--password-stdin", input: "dora-1234\n")
                let dora = services.client(as: "dora", password: "dora-1234")
                #expect(try await dora.put("e.ics", SampleEvent.meeting()).status == 201)
                let uri = try #require(try await dora.add(file, to: "e.ics")["Location"])
                let config = ["--config", ServiceSettings(directory: services.directory).frontFile.string]
                let key = ["--master-key-file", services.directory.appending("master.key").string]

                let backup = ["backup", services.backup, "--verify"] + services.nodeData(named: false)
                let unread = try await Shell.run(.attache, backup + config)
                #expect(unread.status == .exited(78) && unread.errors.contains("no master key is set"), "\(unread)")
                #expect(
                    !FileManager.default.fileExists(atPath: services.backup),
                    "it is told before anything is copied"
                )
                let copied = try await services.attache(backup + key)
                #expect(copied.contains("looked for 1 reference: all bytes are there"), "\(copied)")
                try await services.lose()

                let restore = ["restore", services.backup] + services.nodeData(named: true)
                let refused = try await Shell.run(.attache, restore + config)
                #expect(refused.status == .exited(78), "\(refused)")
                #expect(refused.errors.contains("keys/MASTER cannot be used"), "\(refused)")
                #expect(refused.errors.contains("no master key is set"), "\(refused)")
                // What was refused has left nothing that would refuse the next one.
                let restored = try await services.attache(restore + key)
                #expect(restored.contains("looked for 1 reference: all bytes are there"), "\(restored)")
                try await services.startAgain()
                #expect(try await dora.fetch(uri).body == file.bytes)
            }
        }
    }
}
