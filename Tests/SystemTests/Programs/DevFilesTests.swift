import BlobAPI
import FoundationEssentials
import SystemPackage
import Testing

@testable import attache

/// The files of `attache dev`.
struct DevFilesTests {
    private func mode(of path: FilePath) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path.string)[.posixPermissions] as? Int
    }

    @Test func `a secret is made once, readable by its owner only`() async throws {
        try await withTemporaryDirectory { directory in
            let files = DevFiles(data: directory.appending("data"))
            try files.makeDirectories(for: [])
            let first = try files.peerSecret(of: "front")
            #expect(try mode(of: files.secret(of: "front")) == 0o600)
            #expect(try mode(of: files.secrets) == 0o700)
            #expect(try files.peerSecret(of: "front").current == first.current)
            #expect(try files.peerSecret(of: "blob-1").current != first.current)
        }
    }

    @Test func `a secret file that exists is left alone`() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory.appending("secret")
            try SecretFile(path).create("one")
            #expect(throws: SecretFileError.exists(path)) { try SecretFile(path).create("two") }
            #expect(try String(contentsOf: URL(filePath: path.string), encoding: .utf8) == "one\n")
        }
    }

    @Test func `the numbers of the first start are recorded, and others refused with the reason`() async throws {
        try await withTemporaryDirectory { directory in
            let files = DevFiles(data: directory)
            try files.settle(DevShape(nodes: 1, shards: 4))
            try files.settle(DevShape(nodes: 1, shards: 4))
            let error = #expect(throws: DevError.self) { try files.settle(DevShape(nodes: 2, shards: 4)) }
            let sentence = try #require(error?.description)
            #expect(sentence.contains("--nodes 1 --shards 4, not with --nodes 2 --shards 4"))
            #expect(sentence.contains("shard map"))
            #expect(throws: DevError.self) { try files.settle(DevShape(nodes: 1, shards: 5)) }
        }
    }

    @Test func `the data belong to one process at a time`() async throws {
        try await withTemporaryDirectory { directory in
            let files = DevFiles(data: directory)
            let lock = try files.lock()
            #expect(throws: DevError.dataInUse(directory)) { try files.lock() }
            withExtendedLifetime(lock) {}
        }
    }

    @Test func `a record that is no record is refused by name`() async throws {
        try await withTemporaryDirectory { directory in
            let files = DevFiles(data: directory)
            try Data("?".utf8).write(to: URL(filePath: files.record.string))
            #expect(throws: DevError.recordUnreadable(files.record)) { try files.settle(DevShape(nodes: 1, shards: 4)) }
        }
    }
}
