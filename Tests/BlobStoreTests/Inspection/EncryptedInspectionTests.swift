import BlobModel
import BlobStoreTesting
import DurableIO
import DurableIOTesting
import RandomTesting
import SystemPackage
import Testing

@testable import BlobStore

/// Scrubs, verifications, and exports of a shard that is encrypted.
struct EncryptedInspectionTests {
    private let test: TestShard
    private let domain: DedupDomain
    private let keys = MasterKeyRing(current: .random())

    init() throws {
        test = try TestShard()
        domain = try DedupDomain(validating: "home")
    }

    private func open() async throws -> Shard {
        try await test.open {
            $0.masterKeys = keys
            $0.maintenanceBytesPerSecond = 0
        }
    }

    private func fill() async throws -> [PutBlob] {
        let shard = try await open()
        var random = SeededGenerator(seed: 31)
        let blobs = [
            try await shard.put(random.bytes(800_000), in: domain),
            try await shard.put(random.bytes(5_000), in: domain),
        ]
        await shard.close()
        return blobs
    }

    @Test func `a whole encrypted shard has no findings, with the master key and without`() async throws {
        _ = try await fill()
        let shard = try await open()
        #expect(try await shard.scrub().findings.isEmpty)
        await shard.close()
        let sealed = try StoppedShard(at: test.path).verify()
        #expect(sealed.findings.isEmpty && sealed.sealedManifests == 1, "\(sealed.findings)")
        let opened = try StoppedShard(at: test.path, masterKeys: keys).verify()
        #expect(opened.findings.isEmpty && opened.sealedManifests == 0, "\(opened.findings)")
    }

    @Test func `what was erased is no finding, and nobody is asked for a master key that is there`() async throws {
        _ = try await fill()
        let shard = try await open()
        try await shard.eraseKey(of: domain)
        await shard.close()
        let report = try StoppedShard(at: test.path, masterKeys: keys).verify()
        #expect(report.findings.isEmpty, "\(report.findings)")
        #expect(report.sealedManifests == 0 && report.erasedManifests == 1)
        var folder = try FolderExport(test.directory.appending("out"))
        let export = try StoppedShard(at: test.path, masterKeys: keys).export(domain, to: &folder)
        #expect(export.findings.isEmpty && export.blobs == 0 && export.erased == 2, "\(export.findings)")
    }

    @Test func `a lost key is told once, keeps no other domain from being exported, and is no damage to salvage`()
        async throws
    {
        _ = try await fill()
        let shard = try await open()
        try await shard.put([1, 2, 3], in: try DedupDomain(validating: "other"))
        await shard.close()
        try LocalFileSystem().remove(at: test.path.appending("keys").appending("\(domain.key).key"))
        let finding = ShardFinding.unusableKey(domain.key, .keyMissing)
        #expect(try StoppedShard(at: test.path, masterKeys: keys).verify().findings == [finding])
        var folder = try FolderExport(test.directory.appending("out"))
        let export = try StoppedShard(at: test.path, masterKeys: keys).export(nil, to: &folder)
        #expect(export.findings == [finding] && export.blobs == 1)
        for isSalvage in [false, true] {
            let error = #expect(throws: BlobStoreError.self) {
                try ShardRebuild(at: test.path, masterKeys: keys, isSalvage: isSalvage).run()
            }
            let sentence = try #require(error).description
            #expect(sentence.contains("keys/\(domain.key).key") && sentence.contains("Nothing is damaged"))
            #expect(!sentence.contains("salvage"))
        }
    }

    @Test func `a lost key is a finding also where no blob has a manifest`() async throws {
        let shard = try await open()
        try await shard.put([1, 2, 3], in: domain)
        await shard.close()
        try LocalFileSystem().remove(at: test.path.appending("keys").appending("\(domain.key).key"))
        let report = try StoppedShard(at: test.path, masterKeys: keys).verify()
        #expect(report.findings == [.unusableKey(domain.key, .keyMissing)])
    }

    @Test func `damage in encrypted bytes is found without a key, and healed by an upload`() async throws {
        let blobs = try await fill()
        let size = try LocalFileSystem().openForReading(at: test.segment(1)).size()
        // Behind the small blob's body stands the record of its reference, of 136 bytes.
        try test.flip(1, at: size - 136 - 100)
        let found = try StoppedShard(at: test.path).verify().findings
        #expect(found.count == 2, "\(found)")
        let shard = try await open()
        #expect(try await shard.scrub().pass.findings == 1)
        await #expect(throws: BlobError.self) { try await shard.bytes(of: blobs[1]) }
        try await shard.put(blobs[1].bytes, in: domain)
        #expect(try await shard.bytes(of: blobs[1]) == blobs[1].bytes)
        #expect(try await shard.scrub().findings.isEmpty)
        await shard.close()
    }

    @Test func `an export is of the bytes as they were uploaded, and needs the master key`() async throws {
        let blobs = try await fill()
        var folder = try FolderExport(test.directory.appending("out"))
        let report = try StoppedShard(at: test.path, masterKeys: keys).export(domain, to: &folder)
        #expect(report.blobs == 2 && report.findings.isEmpty, "\(report.findings)")
        for blob in blobs {
            let path = test.directory.appending("out").appending("home").appending(blob.reference.text)
            let isSame = try LocalFileSystem().contents(at: path) == blob.bytes
            #expect(isSame)
        }
        var other = try FolderExport(test.directory.appending("other"))
        #expect(throws: BlobStoreError.self) { try StoppedShard(at: test.path).export(domain, to: &other) }
        let wrong = MasterKeyRing(current: .random())
        #expect(throws: BlobStoreError.self) { try StoppedShard(at: test.path, masterKeys: wrong) }
    }
}
